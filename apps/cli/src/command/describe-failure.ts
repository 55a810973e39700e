import { ProblemError } from "@binnacle/client";
import { BinnacleError } from "@binnacle/errors";
import { UsageError } from "./usage-error.js";

/** What went wrong, for whoever called the command. */
export function describeFailure(error: unknown): string {
  if (error instanceof ProblemError) {
    const hint = error.status === 401 ? "; BINNACLE_TOKEN is missing or not good" : "";
    const faults = error.errors.map(({ path, detail }) => `\n  ${path}: ${detail}`).join("");
    return `${error.code ?? error.status}: ${error.message}${hint}${faults}`;
  }
  if (error instanceof UsageError || error instanceof BinnacleError) return error.message;
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const { message, code } = cause as { message?: string; code?: string };
  return message || code || String(cause);
}
