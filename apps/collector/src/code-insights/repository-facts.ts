import type { Timestamp } from "@binnacle/contract";

/** What a forge knows of a repository, in words that forges share. */
export interface RepositoryFacts {
  /** The name of the Service that it holds. */
  service: string;
  repository: string;
  url: string;
  defaultBranch: string | null;
  visibility: string | null;
  isArchived: boolean;
  topics: string[];
  language: string | null;
  openChanges: OpenChange[];
  contributors: number | null;
  lastCommit: Commit | null;
  ci: CiState | null;
  /** Newest first, without drafts. */
  releases: Release[];
  /** Pull or merge requests that were merged, newest first. */
  merges: MergedChange[];
}

/** A pull or merge request that waits. */
export interface OpenChange {
  number: number;
  title: string;
  openedOn: Timestamp;
  isDraft: boolean;
  url: string;
}

export interface MergedChange {
  number: number;
  title: string;
  mergedOn: Timestamp;
  url: string;
}

export interface Commit {
  sha: string;
  authorName: string;
  committedOn: Timestamp;
  subject: string;
}

/** Whether what the newest commit of the default branch went through succeeded. */
export type CiState = "success" | "failure" | "pending" | "cancelled";

export interface Release {
  version: string;
  tag: string;
  publishedOn: Timestamp;
  url: string;
  isPrerelease: boolean;
}
