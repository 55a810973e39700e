import { isValidType, parseDuration } from "@binnacle/contract";

/** A question to a Resource, or to what lies below it, written as data. */
export interface ScorecardCheck {
  name: string;
  /** One of the scorecard's levels: that which cannot be reached without it. */
  level: string;
  description?: string;
  /** What to do where it fails. */
  hint?: string;
  /** Asks the Resources of this type below, rather than the Resource itself. */
  below?: string;
  /** With `below`: whether all of them must pass, which is so where there is none, or one is enough. `every` without. */
  match?: "every" | "some";
  /** There must be a snapshot of this type … */
  reading?: string;
  /** … for which this SQL/JSON path predicate holds … */
  where?: string;
  /** … and which was collected within this duration. */
  collectedWithin?: string;
  /** A reading, that of the type above if there is one, must refer to a Resource of this type, which must be there. */
  refersTo?: string;
}

/** Checks in levels. A Resource has a level if it passes all checks of that level and of those before it. */
export interface Scorecard {
  name: string;
  description?: string;
  /** The type of the Resources that it is for. */
  resourceType: string;
  /** Least first, such as bronze, silver, gold. */
  levels: readonly string[];
  checks: readonly ScorecardCheck[];
}

const MAX_WHERE_LENGTH = 1_000;

/** What is wrong with scorecards, each fault beginning with its key: `[0].checks[2].level must be …`. The paths are not looked into. */
export function scorecardFaults(scorecards: readonly Scorecard[]): string[] {
  return [
    ...repeated(scorecards, "name").map((index) => `[${index}].name is that of another scorecard`),
    ...scorecards.flatMap((scorecard, index) => faultsOf(scorecard).map((fault) => `[${index}].${fault}`)),
  ];
}

function faultsOf({ resourceType, levels, checks }: Scorecard): string[] {
  const faults: string[] = [];
  if (!isValidType(resourceType)) faults.push("resourceType must be a type of Resources");
  if (levels.length === 0 || new Set(levels).size < levels.length) {
    faults.push("levels must be a list of different names, the least first");
  }
  if (checks.length === 0) faults.push("checks must hold at least one");
  faults.push(...repeated(checks, "name").map((index) => `checks[${index}].name is that of another check`));
  for (const [index, check] of checks.entries()) {
    faults.push(...checkFaults(check, levels).map((fault) => `checks[${index}].${fault}`));
  }
  return faults;
}

function checkFaults(check: ScorecardCheck, levels: readonly string[]): string[] {
  const { level, below, match, reading, where, collectedWithin, refersTo } = check;
  const faults: string[] = [];
  if (!levels.includes(level)) faults.push(`level must be one of ${levels.join(", ")}`);
  if (reading === undefined && refersTo === undefined) faults.push("reading is required, or refersTo");
  for (const [key, type] of Object.entries({ below, reading, refersTo })) {
    if (type !== undefined && !isValidType(type)) faults.push(`${key} must be a type`);
  }
  for (const [key, value] of Object.entries({ where, collectedWithin })) {
    if (value !== undefined && reading === undefined) faults.push(`${key} needs reading`);
  }
  if (match !== undefined && below === undefined) faults.push("match needs below");
  if (where !== undefined && where.length > MAX_WHERE_LENGTH) {
    faults.push(`where must have at most ${MAX_WHERE_LENGTH} characters`);
  }
  if (collectedWithin !== undefined && parseDuration(collectedWithin) === undefined) {
    faults.push("collectedWithin must be a duration such as PT24H");
  }
  return faults;
}

function repeated<Key extends string>(items: readonly Record<Key, unknown>[], key: Key): number[] {
  const values = items.map((item) => item[key]);
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
