import { changedSince } from "./live-state.js";

/** What every answer of a calculation says of itself. */
interface Computed {
  computedOn: string;
  /** `PT10S` or `PT1M`: how long the provider and the browser give the same answer again. */
  freshFor: string;
}

const FRESH_FOR_MS: Record<string, number> = { PT10S: 10_000, PT1M: 60_000 };
const MARGIN_MS = 500;

/**
 * When to ask for a calculation once more: what is asked for at a change may still be the answer from before it, so it is asked
 * for again when that answer has had its time. `false` while nothing changed since it was made.
 */
export function refetchAfterChange(answer: Computed | undefined): number | false {
  if (answer === undefined || !changedSince(Date.parse(answer.computedOn))) return false;
  return (FRESH_FOR_MS[answer.freshFor] ?? 60_000) + MARGIN_MS;
}
