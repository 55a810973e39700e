import type { components } from "./generated/api.js";

/** An error as the API tells it (RFC 9457). */
export type Problem = components["schemas"]["Problem"];

/** What kind of problem it is; for programs. */
export type ProblemCode = Problem["code"];

/** The API answered with an error. Where no answer came at all, `fetch` raises its own. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** What the API said; `undefined` if the answer was none of its own, but a proxy's, say. */
    readonly problem: Problem | undefined,
    /** Seconds after which to try again, where the answer says so. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem?.detail ?? `The answer was HTTP status ${status}, and no problem`);
  }

  get code(): ProblemCode | undefined {
    return this.problem?.code;
  }

  /** With status 400: everything that is wrong with the request. */
  get errors(): NonNullable<Problem["errors"]> {
    return this.problem?.errors ?? [];
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

const PROBLEM_TYPE = "application/problem+json";

/** Reads the error that an answer tells. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const isProblem = response.headers.get("content-type")?.startsWith(PROBLEM_TYPE) ?? false;
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  const problem = isProblem ? ((await response.json()) as Problem) : undefined;
  if (!isProblem) await response.body?.cancel();
  return new ProblemError(response.status, problem, Number.isNaN(retryAfter) ? undefined : retryAfter);
}
