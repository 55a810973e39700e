import createApiClient, { type Client } from "openapi-fetch";
import type { Answer, ApiPaths, Arguments, Item, ListPath, PathsOf } from "./api-types.js";
import { followChanges, type ChangeEvent, type ChangeFeedOptions } from "./change-feed.js";
import { readProblem } from "./problem-error.js";
import { readLines } from "./read-lines.js";

const BASE_PATH = "/api/v1";

export interface ClientOptions {
  /** Where the provider is, without `/api/v1`: `https://binnacle.example/catalog`. In a browser the page's own origin by default. */
  baseUrl?: string;
  /** The token to send, or what gives it; asked before every request, kept nowhere, and never part of a URL. */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** In place of the platform's. */
  fetch?: (request: Request) => Promise<Response>;
  /** In place of `JSON.parse`, which rounds long numbers: for those who need every digit. Lists read by line are parsed by it too. */
  parse?: (text: string) => unknown;
}

/**
 * Binnacle's API, typed by its OpenAPI document. All methods raise a `ProblemError` where the API answers with an error, and
 * take an AbortSignal as `signal`.
 */
export class BinnacleClient {
  /** The same operations with the whole answer, `{data, response}`: for headers, other formats, the text as it came. */
  readonly api: Client<ApiPaths, "application/json">;

  private readonly parse: ((text: string) => unknown) | undefined;

  constructor({ baseUrl = "", token, fetch, parse }: ClientOptions = {}) {
    this.parse = parse;
    this.api = createApiClient<ApiPaths, "application/json">({
      baseUrl: `${baseUrl.replace(/\/+$/, "")}${BASE_PATH}`,
      ...(fetch && { fetch }),
    });
    this.api.use({
      async onRequest({ request }) {
        const current = typeof token === "function" ? await token() : token;
        if (current !== undefined) request.headers.set("authorization", `Bearer ${current}`);
      },
      async onResponse({ response }) {
        if (!response.ok) throw await readProblem(response);
      },
    });
  }

  async get<Path extends PathsOf<"get">>(path: Path, ...[init]: Arguments<Path, "get">): Promise<Answer<Path, "get">> {
    return (await this.send("get", path, init)).data as Answer<Path, "get">;
  }

  async post<Path extends PathsOf<"post">>(
    path: Path,
    ...[init]: Arguments<Path, "post">
  ): Promise<Answer<Path, "post">> {
    return (await this.send("post", path, init)).data as Answer<Path, "post">;
  }

  async delete<Path extends PathsOf<"delete">>(
    path: Path,
    ...[init]: Arguments<Path, "delete">
  ): Promise<Answer<Path, "delete">> {
    return (await this.send("delete", path, init)).data as Answer<Path, "delete">;
  }

  /** The pages of a list, from the one that `cursor` names, or the first, to the last. */
  async *pages<Path extends ListPath>(
    path: Path,
    ...[init]: Arguments<Path, "get">
  ): AsyncGenerator<Answer<Path, "get">, void, undefined> {
    let cursor: string | null | undefined;
    do {
      const { data } = await this.send("get", path, withQuery(init, cursor === undefined ? {} : { cursor }));
      yield data as Answer<Path, "get">;
      ({ nextCursor: cursor } = data as { nextCursor: string | null });
    } while (cursor !== null);
  }

  /** The items of all pages. A page is asked for when the one before has been gone through; `limit` is that of a page. */
  async *items<Path extends ListPath>(
    path: Path,
    ...init: Arguments<Path, "get">
  ): AsyncGenerator<Item<Path>, void, undefined> {
    for await (const page of this.pages(path, ...init)) yield* (page as unknown as { items: Item<Path>[] }).items;
  }

  /**
   * All items of a list in one answer, read as they come: `limit` caps them all. An answer that is cut off raises `fetch`'s error;
   * what came before was right, but is not all.
   */
  async *lines<Path extends ListPath>(
    path: Path,
    ...[init]: Arguments<Path, "get">
  ): AsyncGenerator<Item<Path>, void, undefined> {
    const headers = { accept: "application/x-ndjson" };
    const { response } = await this.send("get", path, { ...init, headers, parseAs: "stream" });
    const { signal } = init ?? {};
    for await (const line of readLines(response.body!, signal)) yield (this.parse ?? JSON.parse)(line) as Item<Path>;
  }

  /**
   * What changes in the catalog, as it changes; connections that are lost are made again, and nothing is left out. It ends with
   * its signal.
   */
  changes(options: ChangeFeedOptions = {}): AsyncGenerator<ChangeEvent, void, undefined> {
    const { type, readingType } = options;
    return followChanges(async (lastEventId, signal) => {
      const headers = {
        accept: "text/event-stream",
        ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
      };
      const init = { params: { query: { type, readingType } }, headers, signal, parseAs: "stream", cache: "no-store" };
      return (await this.send("get", "/changes", init)).response;
    }, options);
  }

  /** What `api` does, for paths that are only known to be some of its own. */
  private async send(method: "get" | "post" | "delete", path: string, init: object | undefined) {
    const request = this.api.request as (...parts: unknown[]) => Promise<{ data?: unknown; response: Response }>;
    if (this.parse === undefined || (init !== undefined && "parseAs" in init)) return request(method, path, init);
    const { data, response } = await request(method, path, { ...init, parseAs: "text" });
    return { data: typeof data === "string" && data !== "" ? this.parse(data) : undefined, response };
  }
}

function withQuery(init: object | undefined, query: object): object {
  const { params } = (init ?? {}) as { params?: { query?: object } };
  return { ...init, params: { ...params, query: { ...params?.query, ...query } } };
}
