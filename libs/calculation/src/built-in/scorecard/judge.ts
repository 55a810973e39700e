import { addMicros, parseDuration, type Timestamp } from "@binnacle/contract";
import type { Scorecard, ScorecardCheck } from "./scorecard.js";
import type { Facts, Subject } from "./subjects.js";

/** Why a check fails. */
export const REASONS = ["noReading", "late", "conditionFails", "noReference", "targetMissing", "noneBelow"] as const;
export type Reason = (typeof REASONS)[number];

/** A check that a Resource fails. */
export interface FailedCheck {
  check: string;
  level: string;
  /** Of the first that fails, by name. */
  reason: Reason;
  hint: string | null;
  /** How many of those that were asked fail, and the names of up to three of them. */
  failing: { count: number; of: number; names: string[] };
}

const MAX_NAMES = 3;

/** Why a subject does not pass a check; `undefined` if it does. */
export function failureOf(check: ScorecardCheck, subject: Subject, facts: Facts, now: Timestamp): Reason | undefined {
  const { reading, collectedWithin, refersTo } = check;
  if (reading !== undefined) {
    const match = facts.match(subject, check);
    if (!match) return "noReading";
    const since = collectedWithin === undefined ? undefined : addMicros(now, -parseDuration(collectedWithin)!);
    if (since !== undefined && match.collectedOn < since) return "late";
    if (!match.holds) return "conditionFails";
  }
  if (refersTo === undefined) return undefined;
  const targets = facts.targets(subject, check);
  if (targets.length === 0) return "noReference";
  return targets.some((id) => facts.isPresent(id)) ? undefined : "targetMissing";
}

/** How one Resource fails a check, asked of it or of what lies below it; `undefined` if it passes. */
export function judge(
  check: ScorecardCheck,
  subjects: readonly Subject[],
  facts: Facts,
  now: Timestamp,
): FailedCheck | undefined {
  const failures = subjects.flatMap((subject) => {
    const reason = failureOf(check, subject, facts, now);
    return reason === undefined ? [] : [{ name: subject.name, reason }];
  });
  const isSome = check.match === "some";
  if (isSome ? failures.length < subjects.length : failures.length === 0) return undefined;
  return {
    check: check.name,
    level: check.level,
    reason: failures[0]?.reason ?? "noneBelow",
    hint: check.hint ?? null,
    failing: {
      count: failures.length,
      of: subjects.length,
      names: failures.slice(0, MAX_NAMES).map(({ name }) => name),
    },
  };
}

/** The highest level of which, and of all those before it, no check fails. */
export function levelReached({ levels }: Scorecard, failed: readonly FailedCheck[]): string | null {
  const missed = levels.findIndex((level) => failed.some((each) => each.level === level));
  return (missed === -1 ? levels.at(-1) : levels[missed - 1]) ?? null;
}
