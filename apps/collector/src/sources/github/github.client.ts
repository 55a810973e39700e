import { linkTarget, type SourceAnswer, SourceClient } from "@binnacle/collector";
import { ConditionalClient } from "../../changes/conditional-client.js";
import { secretFrom } from "../../options/secret-from.js";
import type {
  GithubCheckRuns,
  GithubCombinedStatus,
  GithubCommit,
  GithubPull,
  GithubRelease,
  GithubRepository,
} from "./github.documents.js";
import type { GithubOptions } from "./github.options.js";

const PAGE = 100;
/** Of releases and merges only the newest are asked for: older ones have been published before. */
const NEWEST = 50;

/**
 * GitHub's REST API. What has not changed is asked for conditionally, which counts against no rate limit; primary and secondary limits are
 * heeded by the SourceClient.
 */
export class GithubClient {
  private readonly api: ConditionalClient;

  /** @throws ConfigurationError if the token's variable is not set */
  constructor({ url, tokenFrom, concurrency }: GithubOptions) {
    const token = tokenFrom === undefined ? undefined : secretFrom(tokenFrom, "tokenFrom");
    const client = new SourceClient({
      baseUrl: url,
      headers: {
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(token === undefined ? {} : { secrets: [token], credentials: `${tokenFrom} (options.tokenFrom)` }),
      concurrency,
    });
    this.api = new ConditionalClient(client);
  }

  repositoriesOf(organization: string): AsyncGenerator<GithubRepository> {
    const path = `/orgs/${encodeURIComponent(organization)}/repos`;
    return this.api.entries(path, { per_page: PAGE, sort: "full_name" });
  }

  async repository(fullName: string): Promise<GithubRepository> {
    return (await this.api.get(`/repos/${fullName}`)).json();
  }

  async openPulls(fullName: string): Promise<GithubPull[]> {
    const query = { state: "open", sort: "created", direction: "asc", per_page: PAGE };
    return Array.fromAsync(this.api.entries<GithubPull>(`/repos/${fullName}/pulls`, query));
  }

  /** The newest closed ones by their last change, among them those that were merged. */
  async closedPulls(fullName: string): Promise<GithubPull[]> {
    const query = { state: "closed", sort: "updated", direction: "desc", per_page: NEWEST };
    return (await this.api.get(`/repos/${fullName}/pulls`, { query })).json();
  }

  async releases(fullName: string): Promise<GithubRelease[]> {
    return (await this.api.get(`/repos/${fullName}/releases`, { query: { per_page: NEWEST } })).json();
  }

  /** How many there are, with those who have no account; `undefined` where GitHub does not tell, as of very long histories. */
  async contributorCount(fullName: string): Promise<number | undefined> {
    const query = { anon: "true", per_page: 1 };
    const answer = await this.api.get(`/repos/${fullName}/contributors`, { query, expected: [204, 403] });
    if (answer.status === 204) return 0;
    return answer.status === 403 ? undefined : countOf(answer);
  }

  /** `undefined` of an empty repository. */
  async newestCommit(fullName: string, branch: string): Promise<GithubCommit | undefined> {
    const path = `/repos/${fullName}/commits/${encodeURIComponent(branch)}`;
    const answer = await this.api.get(path, { expected: [404, 409, 422] });
    return answer.status === 200 ? answer.json() : undefined;
  }

  async checkRuns(fullName: string, sha: string): Promise<GithubCheckRuns> {
    const query = { filter: "latest", per_page: PAGE };
    return (await this.api.get(`/repos/${fullName}/commits/${sha}/check-runs`, { query })).json();
  }

  async combinedStatus(fullName: string, sha: string): Promise<GithubCombinedStatus> {
    return (await this.api.get(`/repos/${fullName}/commits/${sha}/status`)).json();
  }
}

/** With one entry a page, the number of the last page is that of the entries. */
function countOf(answer: SourceAnswer): number {
  const last = linkTarget(answer.headers.get("link"), "last");
  const page = last === undefined ? undefined : new URL(last, answer.url).searchParams.get("page");
  return page === undefined || page === null ? answer.json<unknown[]>().length : Number(page);
}
