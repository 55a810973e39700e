import { BinnacleError, TransientError } from "@binnacle/errors";
import type { Status } from "./kubernetes.documents.js";

/** The API server refused a request, and would refuse it again. */
export class KubernetesApiError extends BinnacleError {
  constructor(
    readonly status: number,
    /** The machine's word for it: `Forbidden`, `Expired`. */
    readonly reason: string,
    message: string,
  ) {
    super("KUBERNETES_API", message);
  }
}

/** What was asked for is older than what the API server still knows: lists and watches begin anew. */
export function isExpired(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.status === 410;
}

/** The API server is at its limit, or not well; `retryAfterMs` is what it asks for. */
export class BusyApiError extends TransientError {
  constructor(
    message: string,
    readonly retryAfterMs: number | undefined,
  ) {
    super(message);
  }
}

/** The error that an answer which is no success stands for. `asked` is the request in words. */
export function errorOfStatus(asked: string, httpStatus: number, text: string, retryAfter?: string): Error {
  const { code = httpStatus, reason = "", message, details } = readStatus(text);
  const said = `${asked}: HTTP ${code} ${reason} ${message ?? text.slice(0, 200)}`.replace(/\s+/g, " ").trim();
  if (code !== 429 && code < 500) return new KubernetesApiError(code, reason, said);
  const seconds = details?.retryAfterSeconds ?? Number(retryAfter ?? Number.NaN);
  return new BusyApiError(said, Number.isFinite(seconds) ? seconds * 1_000 : undefined);
}

function readStatus(text: string): Partial<Status> {
  try {
    const value = JSON.parse(text) as Status | null;
    return value?.kind === "Status" ? value : {};
  } catch {
    return {};
  }
}
