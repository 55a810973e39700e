import type { Logger } from "../logger.js";
import type { SourceAnswer } from "./source-answer.js";

export type QueryValue = string | number | boolean | undefined;
/** Parameters of a URL; an array repeats its name, `undefined` leaves it out. */
export type Query = Record<string, QueryValue | readonly QueryValue[]>;

/** How a source is asked. All but `baseUrl` have sensible defaults. */
export interface SourceClientOptions {
  /** What paths are appended to, as `https://gitlab.example.com/api/v4`. User and password in it are sent as Basic credentials. */
  baseUrl: string;
  /** Sent with every request to the origin of `baseUrl`, and to no other. */
  headers?: Record<string, string>;
  /** What must not appear in a message besides what is known by its name: credentials in `headers`, in `baseUrl` and in parameters. */
  secrets?: readonly string[];
  /** Where the credentials come from, as `GITHUB_TOKEN (options.tokenFrom)`: said when the source refuses them. */
  credentials?: string;
  /** How long one try may take, from the request to the end of the answer, in milliseconds. Default 30 s. */
  timeoutMs?: number;
  /** The longest answer that is read, in bytes after decompression. Default 32 MiB. */
  maxBytes?: number;
  /** How often a request is tried again after no answer, a truncated one, 408, 429 or 5xx. Default 3. */
  retries?: number;
  /** The wait before the first retry in milliseconds, doubled for each that follows, at most 30 s. Default 500 ms. */
  retryDelayMs?: number;
  /** Requests at a time. Default 8. */
  concurrency?: number;
  /** Requests a second. Default: no limit. */
  requestsPerSecond?: number;
  /** Ends requests and waits. Default: the signal of the run in which the client is used. */
  signal?: AbortSignal;
  /** Hears of retries. Default: that of the run in which the client is used. */
  logger?: Logger;
}

/** One request. Sources are only read, so that a POST, too, is tried again; where that does harm say `retries: 0`. */
export interface SourceRequest {
  /** Default `GET`. */
  method?: string;
  /** Appended to `baseUrl`; a whole URL of another origin is asked without the client's headers. */
  path: string;
  query?: Query;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** A body of JSON, instead of `body`. */
  json?: unknown;
  /** Statuses that are an answer here and no error, as 404 where something may be absent. */
  expected?: readonly number[];
  timeoutMs?: number;
  maxBytes?: number;
  retries?: number;
}

/** A GET request. */
export type GetOptions = Omit<SourceRequest, "method" | "path" | "body" | "json">;

export interface PageOptions extends GetOptions {
  /**
   * Where the next page is: a URL, a path as for `getJson`, or `?…`, which replaces the query; `undefined` at the end.
   * Default: the target of `rel=next` in the `Link` header.
   */
  next?: (answer: SourceAnswer) => string | undefined;
}
