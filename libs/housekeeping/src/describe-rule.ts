import type { RemovalRule } from "./rules.js";

const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "m"],
  [1_000, "s"],
] as const;

/** Why the rule removes what it removes, in a line. */
export function describeRule(rule: RemovalRule): string {
  switch (rule.kind) {
    case "lease":
      return "the lease of its newest resource record ran out";
    case "sweep":
      return "sweeps have withdrawn every claim to it";
    case "stale": {
      const { createdBefore, readingTypes, silentFor, withChildren } = rule;
      const children = withChildren ? ", with everything below it" : "";
      return `created more than ${duration(createdBefore)} ago, and no ${readingTypes.join(" or ")} for ${duration(silentFor)}${children}`;
    }
    case "orphan":
      return `its parent is absent, and nothing was said of it for ${duration(rule.after)}`;
    case "undeclared":
      return `no resource record of its own, and nothing was said of it for ${duration(rule.after)}`;
  }
}

function duration(milliseconds: number): string {
  const [size, unit] = UNITS.find(([size]) => milliseconds % size === 0) ?? [1, "ms"];
  return `${milliseconds / size}${unit}`;
}
