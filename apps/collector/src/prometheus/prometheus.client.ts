import { millisecondsOf, SourceClient, SourceError } from "@binnacle/collector";
import { ConfigurationError } from "@binnacle/errors";
import { secretFrom } from "../options/secret-from.js";
import type { PrometheusServerOptions } from "./prometheus-server.options.js";

/** Unix time in seconds, and the number as text: `NaN` and `+Inf` are numbers here. */
export type Sample = [number, string];

export interface VectorSeries {
  metric: Record<string, string>;
  value?: Sample;
  /** Instead of a value, of a native histogram. */
  histogram?: [number, unknown];
}

export type QueryResult =
  | { resultType: "vector"; result: VectorSeries[] }
  | { resultType: "scalar"; result: Sample }
  | { resultType: "string" | "matrix"; result: unknown };

export type QueryAnswer =
  | { status: "success"; data: QueryResult; warnings?: string[]; infos?: string[] }
  | { status: "error"; errorType: string; error: string };

/** What the API answers with a body that says why: https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview */
const BAD_DATA = 400;
const CANNOT_BE_EXECUTED = 422;

/** Evaluates expressions by the HTTP API of Prometheus. */
export class PrometheusClient {
  private readonly client: SourceClient;
  private readonly timeoutMs: number;

  /** @throws ConfigurationError if a secret is not there */
  constructor({ url, timeout, headers = {}, ...credentials }: PrometheusServerOptions) {
    this.timeoutMs = millisecondsOf(timeout);
    const { header, from } = readCredentials(credentials);
    this.client = new SourceClient({
      baseUrl: url,
      headers: { ...headers, ...header },
      ...(from === undefined ? {} : { credentials: from }),
      // The server ends an expression that takes too long, and then says so.
      timeoutMs: this.timeoutMs + 5_000,
      concurrency: 4,
    });
  }

  /** @throws SourceError if there is no answer that says why */
  async query(expression: string, time: number): Promise<QueryAnswer> {
    const parameters = { query: expression, time: String(time), timeout: `${this.timeoutMs}ms` };
    const answer = await this.client.request({
      // Expressions may be longer than a URL.
      method: "POST",
      path: "/api/v1/query",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(parameters).toString(),
      expected: [BAD_DATA, CANNOT_BE_EXECUTED],
    });
    const json = answer.json<Partial<QueryAnswer> | null>();
    if (json?.status === "error" || (json?.status === "success" && "data" in json)) return json as QueryAnswer;
    throw new SourceError(`POST /api/v1/query: no answer of Prometheus's: ${answer.text().slice(0, 200)}`, {
      fault: "not-json",
      status: answer.status,
      retryable: false,
    });
  }
}

function readCredentials({ tokenFrom, username, passwordFrom }: Partial<PrometheusServerOptions>): {
  header: Record<string, string>;
  from?: string;
} {
  if (tokenFrom !== undefined && username !== undefined) {
    throw new ConfigurationError(["tokenFrom and username exclude each other"]);
  }
  if ((username === undefined) !== (passwordFrom === undefined)) {
    throw new ConfigurationError(["username and passwordFrom go together"]);
  }
  if (tokenFrom !== undefined) {
    return { header: { authorization: `Bearer ${secretFrom(tokenFrom, "tokenFrom")}` }, from: tokenFrom };
  }
  if (username === undefined || passwordFrom === undefined) return { header: {} };
  const pair = `${username}:${secretFrom(passwordFrom, "passwordFrom")}`;
  return { header: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` }, from: passwordFrom };
}
