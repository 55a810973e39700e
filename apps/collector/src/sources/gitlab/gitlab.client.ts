import { SourceClient } from "@binnacle/collector";
import { ConditionalClient } from "../../changes/conditional-client.js";
import { secretFrom } from "../../options/secret-from.js";
import type { GitlabCommit, GitlabMergeRequest, GitlabProject, GitlabRelease } from "./gitlab.documents.js";
import type { GitlabOptions } from "./gitlab.options.js";

const PAGE = 100;
/** Of releases and merges only the newest are asked for: older ones have been published before. */
const NEWEST = 50;

/** GitLab's REST API. */
export class GitlabClient {
  private readonly api: ConditionalClient;

  /** @throws ConfigurationError if the token's variable is not set */
  constructor({ url, tokenFrom, concurrency }: GitlabOptions) {
    const token = tokenFrom === undefined ? undefined : secretFrom(tokenFrom, "tokenFrom");
    const client = new SourceClient({
      baseUrl: `${url.replace(/\/+$/, "")}/api/v4`,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(token === undefined ? {} : { secrets: [token], credentials: `${tokenFrom} (options.tokenFrom)` }),
      concurrency,
    });
    this.api = new ConditionalClient(client);
  }

  projectsOf(group: string): AsyncGenerator<GitlabProject> {
    const path = `/groups/${encodeURIComponent(group)}/projects`;
    const query = { include_subgroups: true, with_shared: false, order_by: "id", sort: "asc", per_page: PAGE };
    return this.api.entries(path, query);
  }

  async project(path: string): Promise<GitlabProject> {
    return (await this.api.get(`/projects/${encodeURIComponent(path)}`)).json();
  }

  /** None where the project has merge requests switched off. */
  async openMergeRequests(id: number): Promise<GitlabMergeRequest[]> {
    const query = { state: "opened", order_by: "created_at", sort: "asc", per_page: PAGE };
    return Array.fromAsync(this.api.entries<GitlabMergeRequest>(`/projects/${id}/merge_requests`, query));
  }

  async mergedRequests(id: number): Promise<GitlabMergeRequest[]> {
    const query = { state: "merged", order_by: "updated_at", sort: "desc", per_page: NEWEST };
    return (await this.api.get(`/projects/${id}/merge_requests`, { query })).json();
  }

  async releases(id: number): Promise<GitlabRelease[]> {
    return (await this.api.get(`/projects/${id}/releases`, { query: { per_page: NEWEST } })).json();
  }

  /** By `X-Total`; `undefined` where GitLab does not tell, as of more than 10,000. */
  async contributorCount(id: number): Promise<number | undefined> {
    const path = `/projects/${id}/repository/contributors`;
    const answer = await this.api.get(path, { query: { per_page: 1 }, expected: [404] });
    const total = answer.headers.get("x-total");
    if (answer.status === 404) return 0;
    return total === null ? undefined : Number(total);
  }

  /** `undefined` of an empty repository. */
  async newestCommit(id: number, branch: string): Promise<GitlabCommit | undefined> {
    const path = `/projects/${id}/repository/commits/${encodeURIComponent(branch)}`;
    const answer = await this.api.get(path, { expected: [404] });
    return answer.status === 200 ? answer.json() : undefined;
  }
}
