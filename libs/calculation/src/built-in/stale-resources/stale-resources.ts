import type { Timestamp } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { RemovalCandidate, RemovalOutlook } from "../../catalog/catalog-items.js";
import { Parameter } from "../../parameters/parameter.js";
import { integerRule, textRule, TYPE_RULE } from "../../parameters/rules.js";
import { RESULT_SCHEMA } from "./result-schema.js";

class StaleResourcesParameters {
  @Parameter(textRule(128, "silent-instances"), {
    repeatable: true,
    description: "Only what these rules would remove.",
  })
  rule?: string[];

  @Parameter(TYPE_RULE, {
    repeatable: true,
    description: "Only what rules would remove for Resources of these types; what lies below them goes along.",
  })
  type?: string[];

  @Parameter(integerRule(0, 1_000), {
    description: "The most Resources that are listed, of each rule and type; counts are of all.",
  })
  limit: number = 100;
}

/** What one rule would remove for Resources of one type. */
export type StaleGroup = Omit<RemovalOutlook, "candidates"> & { resources: RemovalCandidate[] };

export interface StaleResourcesResult {
  seenUntil: Timestamp;
  isWaiting: boolean;
  distrustedSources: string[];
  groups: StaleGroup[];
}

@Calculation({
  name: "stale-resources",
  description:
    "What housekeeping would remove if it worked now, by which rule and why, and what would wait for approval.",
  parameters: StaleResourcesParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT1M",
})
export class StaleResources implements Calculation<StaleResourcesParameters, StaleResourcesResult> {
  async compute(
    { rule, type, limit }: StaleResourcesParameters,
    { catalog }: CalculationContext,
  ): Promise<PartialResult<StaleResourcesResult>> {
    const { horizon, isWaiting, distrustedSources, removals } = await catalog.housekeepingOutlook({ limit });
    const groups = removals
      .filter((each) => (rule?.includes(each.rule) ?? true) && (type?.includes(each.resourceType) ?? true))
      .map(({ candidates, ...each }) => ({ ...each, resources: candidates }));
    return {
      result: { seenUntil: horizon, isWaiting, distrustedSources, groups },
      isPartial: groups.some(({ counts, resources }) => resources.length < countAll(counts)),
    };
  }
}

function countAll(counts: StaleGroup["counts"]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
