import { currentRun } from "../current-run.js";
import { waitUntil } from "../wait.js";
import { pagesOf } from "./pages-of.js";
import { Redaction, secretsOfHeaders, secretsOfQuery } from "./redaction.js";
import type { RequestEnding } from "./request-listener.js";
import { RequestGate } from "./request-gate.js";
import { requestUrl } from "./request-url.js";
import { setHeaders } from "./set-headers.js";
import type { SourceAnswer } from "./source-answer.js";
import type { GetOptions, PageOptions, SourceClientOptions, SourceRequest } from "./source-client-options.js";
import { SourceError } from "./source-error.js";
import { type PreparedRequest, tryRequest } from "./try-request.js";
import { ValidatorStore } from "./validator-store.js";

const LONGEST_RETRY_DELAY_MS = 30_000;
/** Outside a run, which would end at its timeout. */
const LONGEST_WAIT_MS = 5 * 60_000;
const HARMLESS = { accept: "application/json", "user-agent": "binnacle-collector" };
const NEVER = new AbortController().signal;

/**
 * Asks a source over HTTP, as one should ask a system that is not one's own: with time-outs, few requests at a time, retries that
 * heed what the source says of waiting, and a limit to what it may answer. Made once and kept between runs, it also keeps what is
 * needed to ask only for what has changed; signal, logger and metrics are those of the run in which it is used.
 */
export class SourceClient {
  private readonly base: URL;
  private readonly headers: Headers;
  private readonly gate: RequestGate;
  private readonly redaction: Redaction;
  private readonly validators = new ValidatorStore();

  /** @throws TypeError if `baseUrl` is no URL, or a header cannot be sent */
  constructor(private readonly options: SourceClientOptions) {
    const { baseUrl, headers = {}, secrets = [], concurrency = 8, requestsPerSecond } = options;
    const { base, credentials } = takeCredentials(new URL(baseUrl));
    this.base = base;
    this.headers = setHeaders(new Headers(HARMLESS), { ...credentials, ...headers });
    this.redaction = new Redaction([...secrets, ...secretsOfHeaders(this.headers)]);
    this.gate = new RequestGate(concurrency, requestsPerSecond);
  }

  /**
   * The answer to a request, read to its end, after as many tries as are allowed.
   * @throws SourceError if there is none, or its status is an error that `expected` does not name; the signal's reason if that fires
   */
  async request(request: SourceRequest): Promise<SourceAnswer> {
    const signal = this.options.signal ?? currentRun()?.signal ?? NEVER;
    const { retries = this.options.retries ?? 3 } = request;
    const prepared = this.prepare(request);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.gate.through(signal, () => this.attempt(attempt, prepared, signal));
      } catch (error) {
        if (!(error instanceof SourceError) || !error.retryable || attempt > retries) throw error;
        await this.waitBefore(attempt, error, signal);
      }
    }
  }

  /**
   * The document at a path.
   * @throws SourceError as `request`, and if it is no JSON
   */
  async getJson<T = unknown>(path: string, options: GetOptions = {}): Promise<T> {
    return (await this.request({ ...options, path })).json<T>();
  }

  /**
   * The answer, or `undefined` if it is the same as when this client last asked for it. A change counts as seen once the run that
   * saw it was published as a whole; a run that failed leaves it to the next.
   */
  async getIfChanged(path: string, options: GetOptions = {}): Promise<SourceAnswer | undefined> {
    const key = this.url({ ...options, path }).href;
    const headers = { ...options.headers, ...this.validators.conditions(key) };
    const expected = [...(options.expected ?? []), 304];
    const answer = await this.request({ ...options, path, headers, expected });
    if (answer.status === 304) return undefined;
    const remember = (): void => this.validators.remember(key, answer.headers);
    const run = currentRun();
    if (run) run.whenPublished(remember);
    else remember();
    return answer;
  }

  /**
   * A list that comes in pages, one parsed document each. Asks for a page only when the one before is used up. A list that changes
   * meanwhile may show an entry twice, or not at all: that depends on how the source pages.
   * @throws SourceError as `getJson`, and if a page comes back a second time: what goes in circles has no end
   */
  async *pages<T = unknown>(path: string, options: PageOptions = {}): AsyncGenerator<T> {
    const ask = (request: GetOptions & { path: string }): Promise<SourceAnswer> => this.request(request);
    for await (const answer of pagesOf(ask, path, options, (url) => this.redaction.ofUrl(url))) yield answer.json<T>();
  }

  private url({ path, query }: Pick<SourceRequest, "path" | "query">): URL {
    return requestUrl(this.base, path, query);
  }

  private prepare(request: SourceRequest): PreparedRequest {
    const url = this.url(request);
    // What is sent elsewhere must not carry this source's credentials.
    const isOwn = url.origin === this.base.origin;
    const headers = setHeaders(new Headers(isOwn ? this.headers : HARMLESS), request.headers ?? {});
    if (request.json !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
    const { credentials = "the source's credentials", timeoutMs = 30_000, maxBytes = 32 * 1024 * 1024 } = this.options;
    return {
      method: request.method ?? "GET",
      url,
      headers,
      body: request.json === undefined ? request.body : JSON.stringify(request.json),
      expected: request.expected ?? [],
      timeoutMs: request.timeoutMs ?? timeoutMs,
      maxBytes: request.maxBytes ?? maxBytes,
      redaction: this.redaction.with([...secretsOfHeaders(headers), ...secretsOfQuery(url)]),
      credentialsHint: isOwn
        ? credentials
        : `where it is: it is not at ${this.base.origin}, so that no credentials were sent`,
    };
  }

  private async attempt(attempt: number, request: PreparedRequest, signal: AbortSignal): Promise<SourceAnswer> {
    const begin = performance.now();
    const tell = (status: RequestEnding["status"]): void => {
      const run = currentRun();
      const durationMs = performance.now() - begin;
      run?.listener.requestEnded?.({ source: run.source, method: request.method, status, durationMs, attempt });
    };
    try {
      const answer = await tryRequest(request, signal);
      tell(answer.status);
      return answer;
    } catch (error) {
      if (!(error instanceof SourceError)) tell("stopped");
      else tell(error.fault === "status" && error.status !== undefined ? error.status : error.fault);
      throw error;
    }
  }

  /** Waits as long as the source asks for, else longer each time; not at all if the run would be over by then. */
  private async waitBefore(attempt: number, error: SourceError, signal: AbortSignal): Promise<void> {
    const run = currentRun();
    const { retryDelayMs = 500, logger = run?.logger } = this.options;
    const backoff = Math.min(retryDelayMs * 2 ** (attempt - 1), LONGEST_RETRY_DELAY_MS);
    const again = Math.max(error.retryTime ?? 0, Date.now() + backoff * (0.5 + Math.random() / 2));
    const delayMs = Math.round(again - Date.now());
    const latest = run ? run.deadline : Date.now() + LONGEST_WAIT_MS;
    if (again >= latest) {
      const until = run ? "the run ends before" : "that is too long";
      throw new SourceError(`${error.message}; not tried again: it is to be in ${delayMs} ms, and ${until}`, error);
    }
    logger?.warn({ attempt, delayMs }, `${error.message}; trying again`);
    // All other requests would be told the same.
    if (error.retryTime !== undefined) this.gate.pauseUntil(error.retryTime);
    await waitUntil(again, signal);
    signal.throwIfAborted();
  }
}

function takeCredentials(url: URL): { base: URL; credentials: { authorization?: string } } {
  const base = new URL(url);
  const { username, password } = url;
  base.username = "";
  base.password = "";
  if (username === "" && password === "") return { base, credentials: {} };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { base, credentials: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } };
}
