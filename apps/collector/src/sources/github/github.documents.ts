/** What is read of the answers of GitHub's REST API, version 2022-11-28 (https://docs.github.com/rest). */
export interface GithubRepository {
  name: string;
  full_name: string;
  html_url: string;
  default_branch: string;
  archived: boolean;
  fork: boolean;
  visibility?: string;
  private: boolean;
  language: string | null;
  topics?: string[];
}

export interface GithubPull {
  number: number;
  title: string;
  html_url: string;
  created_at: string;
  merged_at: string | null;
  draft?: boolean;
}

export interface GithubRelease {
  tag_name: string;
  html_url: string;
  draft: boolean;
  prerelease: boolean;
  published_at: string | null;
}

export interface GithubCommit {
  sha: string;
  commit: { message: string; author: { name?: string } | null; committer: { date?: string } | null };
}

export interface GithubCheckRuns {
  check_runs: { status: string; conclusion: string | null }[];
}

export interface GithubCombinedStatus {
  state: string;
  total_count: number;
}
