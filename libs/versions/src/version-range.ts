import { ContractError } from "@binnacle/errors";
import type { VersionScheme } from "./version-scheme.js";

export type VersionOperator = "<" | "<=" | "=" | "!=" | ">=" | ">";

export interface VersionBound {
  operator: VersionOperator;
  version: string;
}

/** Alternatives, in each of which all bounds hold; one without bounds holds for every version. */
export type VersionRange = readonly (readonly VersionBound[])[];

export const ANY_VERSION: VersionRange = [[]];

/** An operator or none, then a version; a comma only separates. */
const BOUND = /[\s,]*(?:([<>]=?|!=|={1,2})\s*)?([^\s,<>=!|]+)/gy;

/**
 * Reads `>=1.2 <2`, `< 2.17`, `=4.17.21`, `4.17.21`, `*`: space and comma mean "and", `||` means "or". Raises a `ContractError` (`INVALID_RANGE`). Which
 * ecosystem's versions they are is only asked when it is applied.
 */
export function parseVersionRange(text: string): VersionRange {
  return text.split("||").map(readBounds);
}

/** Whether the range holds for a version; `undefined` where an order would have to be known between texts that are no versions of the scheme. */
export function rangeIncludes(range: VersionRange, scheme: VersionScheme, version: string): boolean | undefined {
  const alternatives = new Set(range.map((bounds) => all(bounds.map((bound) => holds(bound, scheme, version)))));
  if (alternatives.has(true)) return true;
  return alternatives.has(undefined) ? undefined : false;
}

function readBounds(text: string): VersionBound[] {
  const part = text.trim();
  if (part === "*") return [];
  const bounds = [...part.matchAll(BOUND)];
  const end = bounds.reduce((length, [matched]) => length + matched.length, 0);
  const isForeign = ({ 1: operator, 2: version = "" }: RegExpExecArray): boolean =>
    /^[~^*]/.test(version) || (operator === undefined && version === "-");
  if (bounds.length === 0 || !/^[\s,]*$/.test(part.slice(end)) || bounds.some(isForeign)) {
    throw new ContractError(
      "INVALID_RANGE",
      `Not a range of versions: ${JSON.stringify(part.slice(0, 100))}. Ranges are written like "< 2.17", ">=1.2 <2", "=1.0 || =1.1"`,
    );
  }
  return bounds.map(([, operator = "=", version = ""]) => ({
    operator: (operator === "==" ? "=" : operator) as VersionOperator,
    version,
  }));
}

function holds(
  { operator, version: bound }: VersionBound,
  scheme: VersionScheme,
  version: string,
): boolean | undefined {
  if (operator === "=" && version === bound) return true;
  if (operator === "!=" && version === bound) return false;
  if (!scheme.isVersion(version) || !scheme.isVersion(bound)) {
    return operator === "=" ? false : operator === "!=" ? true : undefined;
  }
  const order = scheme.compare(version, bound);
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
  }
}

function all(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
