import type { RequestFault } from "../request-errors.js";

/** The codes that a problem may have. */
export const PROBLEM_CODES = [
  "INVALID_PARAMETER",
  "INVALID_BODY",
  "NOT_FOUND",
  "TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "QUERY_TIMEOUT",
  "UNAVAILABLE",
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** An error as RFC 9457 has it. */
export interface Problem {
  type: `urn:binnacle:${ProblemCode}`;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  /** For status 400: everything that is wrong with the request. */
  errors?: readonly RequestFault[];
  /** Where the first of `errors` that knows it has it. */
  position?: number;
}

/** A problem's `title`, by its code. */
export const PROBLEM_TITLES: Record<ProblemCode, string> = {
  INVALID_PARAMETER: "A parameter is not acceptable",
  INVALID_BODY: "The body is not acceptable",
  NOT_FOUND: "There is no such thing",
  TOO_LARGE: "Too large",
  UNSUPPORTED_MEDIA_TYPE: "The body's format is not supported",
  UNAUTHENTICATED: "Not authenticated",
  FORBIDDEN: "Not allowed",
  RATE_LIMITED: "Too many requests",
  QUERY_TIMEOUT: "The query takes too long",
  UNAVAILABLE: "Not available now",
};

export function problem(status: number, code: ProblemCode, detail: string, errors?: readonly RequestFault[]): Problem {
  const described: Problem = { type: `urn:binnacle:${code}`, title: PROBLEM_TITLES[code], status, detail, code };
  if (!errors) return described;
  const position = errors.find((fault) => fault.position !== undefined)?.position;
  return { ...described, ...(position !== undefined && { position }), errors };
}
