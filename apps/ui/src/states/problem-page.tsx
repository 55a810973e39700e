import { ProblemAlert } from "./problem-alert.js";

/** What the router shows where a page broke. */
export function ProblemPage({ error, reset }: { error: unknown; reset?: () => void }) {
  return <ProblemAlert error={error} onRetry={reset} />;
}
