import { NotFoundError, QueryTimeoutError, TransientError } from "@binnacle/errors";
import { HttpException } from "@nestjs/common";
import { ForbiddenError, UnauthenticatedError } from "../auth/auth-errors.js";
import {
  InvalidBodyError,
  InvalidParameterError,
  RateLimitedError,
  TooLargeError,
  UnsupportedMediaTypeError,
} from "../request-errors.js";
import { MisdirectedRequestError } from "./host-guard.js";
import { problem, type Problem, type ProblemCode } from "./problem.js";

/** What the framework refuses by itself: routes, bodies and URLs that it cannot read. */
const BY_STATUS: Record<number, ProblemCode> = {
  404: "NOT_FOUND",
  405: "NOT_FOUND",
  408: "UNAVAILABLE",
  413: "TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  503: "UNAVAILABLE",
};

/** How an error is told to a client; `undefined` for one that nobody foresaw, whose details are not for clients. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof InvalidParameterError) return problem(400, "INVALID_PARAMETER", error.message, error.faults);
  if (error instanceof InvalidBodyError) return problem(400, "INVALID_BODY", error.message, error.faults);
  if (error instanceof NotFoundError) return problem(404, "NOT_FOUND", error.message);
  if (error instanceof TooLargeError) return problem(413, "TOO_LARGE", error.message);
  if (error instanceof UnsupportedMediaTypeError) return problem(415, "UNSUPPORTED_MEDIA_TYPE", error.message);
  if (error instanceof MisdirectedRequestError) return problem(421, "FORBIDDEN", error.message);
  if (error instanceof UnauthenticatedError) return problem(401, "UNAUTHENTICATED", error.message);
  if (error instanceof ForbiddenError) return problem(403, "FORBIDDEN", error.message);
  if (error instanceof RateLimitedError) return problem(429, "RATE_LIMITED", error.message);
  if (error instanceof QueryTimeoutError) return problem(422, "QUERY_TIMEOUT", error.message);
  if (error instanceof TransientError) return problem(503, "UNAVAILABLE", error.message);
  if (error instanceof HttpException) return frameworkProblem(error);
  return undefined;
}

function frameworkProblem(error: HttpException): Problem | undefined {
  const status = error.getStatus();
  if (status === 400) {
    return problem(400, "INVALID_PARAMETER", error.message, [{ path: "", detail: error.message }]);
  }
  const code = BY_STATUS[status];
  return code && problem(status, code, error.message);
}
