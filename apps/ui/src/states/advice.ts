import { ProblemError } from "@binnacle/client";

/** What went wrong, in a sentence. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the reader can do about it. */
export function adviceFor(error: unknown): string {
  if (!(error instanceof ProblemError)) {
    return "The provider cannot be reached. Check that it runs and that you are online; this page tries again by itself.";
  }
  switch (error.code) {
    case "UNAUTHENTICATED":
      return "Sign in again: the token is missing, unknown or has expired.";
    case "FORBIDDEN":
      return "What you signed in with may not do this. Ask whoever runs Binnacle for the scope.";
    case "NOT_FOUND":
      return "It may have been removed, or its name may be spelled differently. Search for it above.";
    case "RATE_LIMITED":
      return "Too many requests at once. Wait a moment, then try again.";
    case "QUERY_TIMEOUT":
      return "The query took too long. Narrow it down by type or time.";
    case "INVALID_PARAMETER":
    case "INVALID_BODY":
      return "Correct what is named above.";
    case "UNAVAILABLE":
      return "The database or the queue does not answer. This page tries again by itself.";
    default:
      return "Try again; if it stays, the provider's log tells more.";
  }
}
