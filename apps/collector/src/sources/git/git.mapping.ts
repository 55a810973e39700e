import { reading, resource } from "@binnacle/collector";
import {
  addMicros,
  type CatalogRecord,
  type ResourceAddress,
  service,
  serviceDeployment,
  type Timestamp,
} from "@binnacle/contract";
import type { Description } from "../../ownership/description.js";
import type { Ownership } from "../../ownership/ownership.js";
import { ownershipRecords } from "../../ownership/ownership-records.js";
import { boundedText, withoutEmails } from "../../documents/plain-text.js";
import { gitTime } from "./git-time.js";
import type { RepositoryState } from "./git.client.js";
import type { HistorySummary } from "./history.js";
import type { Tag } from "./tags.js";

/** All that one look at a repository brought in. */
export interface Repository {
  service: string;
  environment: string;
  state: RepositoryState;
  history: HistorySummary;
  /** Raw, as `git.client.ts` asks for it; `undefined` without commits. */
  lastCommit?: string | undefined;
  ownership?: Ownership | undefined;
  description?: Description | undefined;
  /** Newest first. */
  tags: Tag[];
}

/** The value of `CodeInsights`, on a Service. */
export interface CodeInsights {
  commits: { total: number; last30Days: number; last90Days: number };
  /** People by their e-mail address, as `.mailmap` has it; the addresses themselves are not published. */
  contributors: { total: number; last90Days: number };
  firstCommitOn: Timestamp | null;
  lastCommit: LastCommit | null;
  defaultBranch: string | null;
  /** The history is cut off: totals and `firstCommitOn` cover what is there. */
  isShallow: boolean;
}

export interface LastCommit {
  sha: string;
  authorName: string;
  committedOn: Timestamp;
  subject: string;
}

/** The value of a `ServiceEvent` on a ServiceDeployment; at the tag's own time, so that every run publishes the same rows. */
export interface DeploymentEvent {
  event: "deployment";
  version: string;
  tag: string;
  sha: string;
}

/** A clock may run ahead a little; the catalog refuses what is further in the future. */
const MAX_AHEAD_MICROS = 4 * 60 * 1_000_000;

/** Everything that is published of one repository. */
export function mapRepository(
  repository: Repository,
  now: Timestamp,
): { records: CatalogRecord[]; warnings: string[] } {
  const owner = resource("Service", service(repository.service).name);
  const past = repository.tags.filter(({ taggedOn }) => taggedOn <= addMicros(now, MAX_AHEAD_MICROS));
  const ahead = repository.tags.length - past.length;
  return {
    records: [
      owner,
      ...(repository.description ? [reading(owner, "ServiceDescription", repository.description)] : []),
      ...(repository.ownership ? ownershipRecords(owner, repository.ownership) : []),
      reading(owner, "CodeInsights", codeInsights(repository)),
      ...deploymentRecords(owner, repository, past),
    ],
    warnings: ahead > 0 ? [`${ahead} tags are dated in the future and are left out`] : [],
  };
}

export function codeInsights({ state, history, lastCommit }: Repository): CodeInsights {
  const { commits, contributors, firstCommitOn } = history;
  return {
    commits,
    contributors,
    firstCommitOn: firstCommitOn ?? null,
    lastCommit: lastCommit === undefined ? null : readLastCommit(lastCommit),
    defaultBranch: state.remoteDefault ?? state.branch ?? state.usualBranches[0] ?? null,
    isShallow: state.isShallow,
  };
}

function readLastCommit(raw: string): LastCommit {
  const [sha = "", seconds, authorName = "", subject = ""] = raw.replace(/\n$/, "").split("\0");
  return {
    sha,
    authorName: boundedText(withoutEmails(authorName)),
    committedOn: gitTime(Number(seconds)),
    subject: boundedText(withoutEmails(subject)),
  };
}

function deploymentRecords(
  owner: ResourceAddress,
  { service: name, environment }: Repository,
  tags: Tag[],
): CatalogRecord[] {
  const [newest] = tags;
  if (newest === undefined) return [];
  const deployment = resource("ServiceDeployment", serviceDeployment(name, environment).name, { parent: owner });
  return [
    deployment,
    ...tags.map(({ taggedOn, ...tag }) => {
      const value: DeploymentEvent = { event: "deployment", ...tag };
      return reading(deployment, "ServiceEvent", value, { storageMode: "TIME_SERIES", collectedOn: taggedOn });
    }),
    reading(deployment, "DeployedVersion", {
      version: newest.version,
      tag: newest.tag,
      sha: newest.sha,
      since: newest.taggedOn,
    }),
  ];
}
