import { forgeTime, versionOf } from "../../code-insights/code-insights.mapping.js";
import type { CiState, RepositoryFacts } from "../../code-insights/repository-facts.js";
import type { GitlabCommit, GitlabMergeRequest, GitlabProject, GitlabRelease } from "./gitlab.documents.js";

/** All that was asked of one project. */
export interface GitlabAnswers {
  project: GitlabProject;
  openRequests: GitlabMergeRequest[];
  mergedRequests: GitlabMergeRequest[];
  releases: GitlabRelease[];
  contributors: number | undefined;
  commit: GitlabCommit | undefined;
}

/** The same in the words of all forges. */
export function factsOfGitlab(service: string, answers: GitlabAnswers): RepositoryFacts {
  const { project, openRequests, mergedRequests, releases, contributors, commit } = answers;
  const committedOn = forgeTime(commit?.committed_date);
  return {
    service,
    repository: project.path_with_namespace,
    url: project.web_url,
    defaultBranch: project.default_branch ?? null,
    visibility: project.visibility ?? null,
    isArchived: project.archived,
    topics: project.topics ?? [],
    // GitLab tells shares of languages, by a request of its own; none of them is "the" language.
    language: null,
    openChanges: openRequests.flatMap(({ iid, title, created_at, draft, web_url: url }) => {
      const openedOn = forgeTime(created_at);
      return openedOn === undefined ? [] : [{ number: iid, title, openedOn, isDraft: draft ?? false, url }];
    }),
    contributors: contributors ?? null,
    lastCommit:
      commit === undefined || committedOn === undefined
        ? null
        : { sha: commit.id, authorName: commit.author_name, committedOn, subject: commit.title },
    ci: ciState(commit?.last_pipeline?.status),
    releases: releases
      .flatMap(({ tag_name: tag, released_at, upcoming_release: isUpcoming, _links }) => {
        const publishedOn = forgeTime(released_at);
        if (publishedOn === undefined || isUpcoming === true) return [];
        const url = _links?.self ?? `${project.web_url}/-/releases/${encodeURIComponent(tag)}`;
        return [{ version: versionOf(tag), tag, publishedOn, url, isPrerelease: false }];
      })
      .toSorted((a, b) => (a.publishedOn > b.publishedOn ? -1 : 1)),
    merges: mergedRequests
      .flatMap(({ iid, title, merged_at, web_url: url }) => {
        const mergedOn = forgeTime(merged_at);
        return mergedOn === undefined ? [] : [{ number: iid, title, mergedOn, url }];
      })
      .toSorted((a, b) => (a.mergedOn > b.mergedOn ? -1 : 1)),
  };
}

/** The statuses of a pipeline, https://docs.gitlab.com/api/pipelines/ */
function ciState(status: string | undefined): CiState | null {
  if (status === undefined || status === "skipped") return null;
  if (status === "success") return "success";
  if (status === "failed") return "failure";
  return status === "canceled" || status === "canceling" ? "cancelled" : "pending";
}
