/** What is read of the answers of GitLab's REST API, version 4 (https://docs.gitlab.com/api/rest/). */
export interface GitlabProject {
  id: number;
  path_with_namespace: string;
  web_url: string;
  default_branch?: string | null;
  archived: boolean;
  visibility?: string;
  topics?: string[];
  forked_from_project?: object | null;
}

export interface GitlabMergeRequest {
  iid: number;
  title: string;
  web_url: string;
  created_at: string;
  merged_at: string | null;
  draft?: boolean;
}

export interface GitlabRelease {
  tag_name: string;
  released_at: string | null;
  upcoming_release?: boolean;
  _links?: { self?: string };
}

export interface GitlabCommit {
  id: string;
  title: string;
  author_name: string;
  committed_date: string;
  last_pipeline?: { status: string } | null;
}
