import type { CalculationContext } from "../../calculation.js";
import { Freshness, type FreshnessItem, FreshnessParameters } from "../freshness/freshness.js";
import { type AttentionGroup, groupOf, type LateSource } from "./result.js";

const freshness = new Freshness();

/** What the calculation `freshness` says is late, the longest first. */
export async function findLate(context: CalculationContext, limit: number): Promise<AttentionGroup<LateSource>> {
  const { result, isPartial } = await freshness.compute({ ...new FreshnessParameters(), state: ["late"] }, context);
  return groupOf(result.items.map(describe), limit, isPartial);
}

function describe({ source, readingType, newestOn, expectedOn, intervalSeconds }: FreshnessItem): LateSource {
  const why = `usually every ${spanText(intervalSeconds!)}, last collected ${newestOn}`;
  return { source, readingType, why, since: expectedOn };
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
] as const;

/** In the largest unit of which there are two: `90 min`. */
function spanText(seconds: number): string {
  const [unit, length] = UNITS.find(([, each]) => seconds >= 2 * each) ?? ["s", 1];
  return `${Math.round(seconds / length)} ${unit}`;
}
