import { ProblemError } from "@binnacle/client";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { session } from "../session/session.js";

const RETRIES = 2;

/** The change feed says what is old, so nothing is asked for again merely because time has passed. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: endSessionIfRefused }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      retry: (failures, error) => failures < RETRIES && (!(error instanceof ProblemError) || error.isPassing),
      refetchOnWindowFocus: false,
    },
  },
});

/** Asks for a token again where the one that was sent, or none, is not good. */
export function endSessionIfRefused(error: unknown): void {
  if (error instanceof ProblemError && error.status === 401) session.end();
}
