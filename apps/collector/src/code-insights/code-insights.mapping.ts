import { reading, resource } from "@binnacle/collector";
import { addMicros, type CatalogRecord, parseTimestamp, service, type Timestamp } from "@binnacle/contract";
import { boundedText, withoutEmails } from "../documents/plain-text.js";
import type { ForgeOptions } from "./forge.options.js";
import type { OpenChange, RepositoryFacts } from "./repository-facts.js";

/** The value of `CodeInsights` as a forge tells it; the words that the `git` source uses, too, mean the same. */
export interface ForgeInsights extends Pick<
  RepositoryFacts,
  "repository" | "url" | "defaultBranch" | "visibility" | "isArchived" | "topics" | "language" | "lastCommit"
> {
  from: string;
  contributors: { total: number | null };
  openChanges: { total: number; drafts: number; oldest: Omit<OpenChange, "isDraft">[] };
  ci: { state: RepositoryFacts["ci"] };
  latestRelease: { version: string; tag: string; publishedOn: Timestamp; url: string } | null;
}

/** How many of the open changes are named, the oldest; the age of others matters less. */
const NAMED_CHANGES = 10;
/** A clock may run ahead a little; the catalog refuses what is further in the future. */
const MAX_AHEAD_MICROS = 4 * 60 * 1_000_000;

/** Everything that is published of one repository. */
export function mapRepositoryFacts(
  facts: RepositoryFacts,
  forge: string,
  { readingType, events }: Pick<ForgeOptions, "readingType" | "events">,
  now: Timestamp,
): CatalogRecord[] {
  const owner = resource(service(facts.service));
  const isPast = (time: Timestamp): boolean => time <= addMicros(now, MAX_AHEAD_MICROS);
  const happened = [
    ...(events.includes("releases") ? facts.releases.map(releaseEvent) : []),
    ...(events.includes("merges") ? facts.merges.map(mergeEvent) : []),
  ].filter(({ time }) => isPast(time));
  return [
    owner,
    reading(owner, readingType, insightsOf(facts, forge)),
    ...happened.map(({ time, value }) =>
      reading(owner, "ServiceEvent", value, { storageMode: "TIME_SERIES", collectedOn: time }),
    ),
  ];
}

function insightsOf(facts: RepositoryFacts, forge: string): ForgeInsights {
  const { repository, url, defaultBranch, visibility, isArchived, language, openChanges, releases } = facts;
  const oldest = openChanges.toSorted((a, b) => (a.openedOn < b.openedOn ? -1 : 1)).slice(0, NAMED_CHANGES);
  const latest = releases.find(({ isPrerelease }) => !isPrerelease) ?? releases[0];
  return {
    from: forge,
    repository,
    url,
    defaultBranch,
    visibility,
    isArchived,
    topics: facts.topics.toSorted(),
    language,
    contributors: { total: facts.contributors },
    openChanges: {
      total: openChanges.length,
      drafts: openChanges.filter(({ isDraft }) => isDraft).length,
      oldest: oldest.map(({ number, title, openedOn, url }) => ({ number, title: cleaned(title), openedOn, url })),
    },
    lastCommit: facts.lastCommit && {
      ...facts.lastCommit,
      authorName: cleaned(facts.lastCommit.authorName),
      subject: cleaned(facts.lastCommit.subject),
    },
    ci: { state: facts.ci },
    latestRelease: latest
      ? { version: latest.version, tag: latest.tag, publishedOn: latest.publishedOn, url: latest.url }
      : null,
  };
}

function releaseEvent({ version, tag, url, publishedOn, isPrerelease }: RepositoryFacts["releases"][number]) {
  return { time: publishedOn, value: { event: "release", version, tag, url, ...(isPrerelease && { isPrerelease }) } };
}

function mergeEvent({ number, title, url, mergedOn }: RepositoryFacts["merges"][number]) {
  return { time: mergedOn, value: { event: "merge", number, title: cleaned(title), url } };
}

function cleaned(text: string): string {
  return boundedText(withoutEmails(text));
}

/** A forge's time; `undefined` if it is none. */
export function forgeTime(text: string | null | undefined): Timestamp | undefined {
  return text ? parseTimestamp(text) : undefined;
}

/** `1.4.0` of the tag `v1.4.0`, as the `git` source has it. */
export function versionOf(tag: string): string {
  return tag.replace(/^v(?=\d)/, "");
}
