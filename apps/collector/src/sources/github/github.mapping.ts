import { forgeTime, versionOf } from "../../code-insights/code-insights.mapping.js";
import type {
  CiState,
  Commit,
  MergedChange,
  OpenChange,
  Release,
  RepositoryFacts,
} from "../../code-insights/repository-facts.js";
import type {
  GithubCheckRuns,
  GithubCombinedStatus,
  GithubCommit,
  GithubPull,
  GithubRelease,
  GithubRepository,
} from "./github.documents.js";

/** All that was asked of one repository. */
export interface GithubAnswers {
  repository: GithubRepository;
  openPulls: GithubPull[];
  closedPulls: GithubPull[];
  releases: GithubRelease[];
  contributors: number | undefined;
  commit: GithubCommit | undefined;
  checkRuns: GithubCheckRuns | undefined;
  status: GithubCombinedStatus | undefined;
}

/** The same in the words of all forges. */
export function factsOfGithub(service: string, answers: GithubAnswers): RepositoryFacts {
  const { repository, openPulls, closedPulls, releases, contributors, commit, checkRuns, status } = answers;
  return {
    service,
    repository: repository.full_name,
    url: repository.html_url,
    // GitHub names one of an empty repository, too.
    defaultBranch: repository.default_branch,
    visibility: repository.visibility ?? (repository.private ? "private" : "public"),
    isArchived: repository.archived,
    topics: repository.topics ?? [],
    language: repository.language,
    openChanges: openPulls.flatMap(openChange),
    contributors: contributors ?? null,
    lastCommit: commit === undefined ? null : (commitOf(commit) ?? null),
    ci: ciState(checkRuns, status),
    releases: releases.flatMap(releaseOf).toSorted((a, b) => (a.publishedOn > b.publishedOn ? -1 : 1)),
    merges: closedPulls.flatMap(mergeOf).toSorted((a, b) => (a.mergedOn > b.mergedOn ? -1 : 1)),
  };
}

const FAILED = new Set(["failure", "timed_out", "action_required", "startup_failure"]);

/** Check runs and commit statuses are two ways in which CI reports; one that failed fails the commit, as GitHub shows it. */
export function ciState(checks: GithubCheckRuns | undefined, status: GithubCombinedStatus | undefined): CiState | null {
  const states = (checks?.check_runs ?? []).map(({ status: progress, conclusion }): CiState => {
    if (progress !== "completed") return "pending";
    if (conclusion !== null && FAILED.has(conclusion)) return "failure";
    return conclusion === "cancelled" || conclusion === "stale" ? "cancelled" : "success";
  });
  // Without any status, the combined one is `pending`.
  if (status !== undefined && status.total_count > 0) {
    states.push(status.state === "success" ? "success" : status.state === "pending" ? "pending" : "failure");
  }
  return (["failure", "pending", "cancelled", "success"] as const).find((state) => states.includes(state)) ?? null;
}

function openChange({ number, title, html_url: url, created_at, draft }: GithubPull): OpenChange[] {
  const openedOn = forgeTime(created_at);
  return openedOn === undefined ? [] : [{ number, title, openedOn, isDraft: draft ?? false, url }];
}

function mergeOf({ number, title, html_url: url, merged_at }: GithubPull): MergedChange[] {
  const mergedOn = forgeTime(merged_at);
  return mergedOn === undefined ? [] : [{ number, title, mergedOn, url }];
}

function releaseOf({ tag_name: tag, html_url: url, draft, prerelease, published_at }: GithubRelease): Release[] {
  const publishedOn = forgeTime(published_at);
  if (draft || publishedOn === undefined) return [];
  return [{ version: versionOf(tag), tag, publishedOn, url, isPrerelease: prerelease }];
}

function commitOf({ sha, commit: { message, author, committer } }: GithubCommit): Commit | undefined {
  const committedOn = forgeTime(committer?.date);
  if (committedOn === undefined) return undefined;
  return { sha, authorName: author?.name ?? "", committedOn, subject: message.split("\n")[0] ?? "" };
}
