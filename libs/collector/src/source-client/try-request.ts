import { STATUS_CODES } from "node:http";
import { fetchFollowing } from "./fetch-following.js";
import { readBody } from "./read-body.js";
import type { Redaction } from "./redaction.js";
import { retryTime } from "./retry-after.js";
import { SourceAnswer } from "./source-answer.js";
import { SourceError, type SourceFault } from "./source-error.js";

/** A request with all that was left to defaults. */
export interface PreparedRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: string | Uint8Array<ArrayBuffer> | undefined;
  expected: readonly number[];
  timeoutMs: number;
  maxBytes: number;
  redaction: Redaction;
  /** Said when the source refuses the credentials. */
  credentialsHint: string;
}

const ERROR_BYTES = 16 * 1024;
/** Beside 5xx: those that may pass by themselves. */
const PASSING = new Set([408, 425, 429]);
const LASTING = new Set([501, 505]);

/**
 * Sends a request once and reads the answer to its end.
 * @throws SourceError, or the signal's reason if that fires
 */
export async function tryRequest(request: PreparedRequest, signal: AbortSignal): Promise<SourceAnswer> {
  const { method, redaction, timeoutMs, maxBytes, expected } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  const asked = `${method} ${redaction.ofUrl(request.url)}`;
  let status: number | undefined;
  try {
    const { response, url } = await fetchFollowing(request.url, {
      ...request,
      signal: AbortSignal.any([signal, timeout]),
    });
    status = response.status;
    const isAnswer = response.ok || expected.includes(status);
    const { body, isWhole } = await readBody(response, isAnswer ? maxBytes : ERROR_BYTES);
    const answer = new SourceAnswer(status, response.headers, url, body, asked, (text) => redaction.of(text));
    if (!isAnswer) throw refusal(asked, answer, request);
    if (isWhole) return answer;
    throw new SourceError(`${asked} answered with more than ${maxBytes} bytes; the rest was not read`, {
      fault: "oversized",
      status,
      retryable: false,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) throw error;
    // The cause is not kept as such: nobody knows what it says of headers and addresses.
    const fault: SourceFault = timeout.aborted ? "timeout" : status === undefined ? "network" : "truncated";
    const detail = {
      timeout: `${asked} was not answered to the end within ${timeoutMs / 1_000} s`,
      network: `${asked} was not answered: ${redaction.of(reasonOf(error))}`,
      truncated: `${asked} answered ${status}, but the answer was cut off: ${redaction.of(reasonOf(error))}`,
    };
    throw new SourceError(detail[fault], { fault, ...(status !== undefined && { status }), retryable: true });
  }
}

function refusal(asked: string, answer: SourceAnswer, { credentialsHint }: PreparedRequest): SourceError {
  const { status, headers } = answer;
  const wait = retryTime(headers);
  // GitHub, for one, answers 403 where a limit is reached.
  const isLimited = status === 429 || (status === 403 && wait !== undefined);
  const isRefused = status === 401 || (status === 403 && !isLimited);
  const location = headers.get("location");
  const hints = [
    isRefused ? `; look at ${credentialsHint}: missing, expired, or without the permission` : "",
    status >= 300 && status < 400 && location !== null ? "; a redirect that is not followed" : "",
  ];
  const beginning = answer.beginning();
  const title = STATUS_CODES[status] ?? "";
  return new SourceError(
    `${asked} answered ${`${status} ${title}`.trim()}${hints.join("")}${beginning === "" ? "" : `: ${beginning}`}`,
    {
      fault: "status",
      status,
      retryable: isLimited || PASSING.has(status) || (status >= 500 && !LASTING.has(status)),
      retryTime: wait,
    },
  );
}

/** The innermost cause says it: `fetch failed` is no reason. */
function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  const { code, message } = reason as { code?: unknown; message?: string };
  return message || String(code ?? reason);
}
