import { addMicros, parseDuration } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import { Parameter } from "../../parameters/parameter.js";
import { durationRule, integerRule } from "../../parameters/rules.js";
import { findHeld } from "./find-held.js";
import { findLate } from "./find-late.js";
import { findRejected } from "./find-rejected.js";
import { findUnwell } from "./find-unwell.js";
import { findVulnerable } from "./find-vulnerable.js";
import { type AttentionResult, RESULT_SCHEMA } from "./result.js";

class AttentionParameters {
  @Parameter(integerRule(0, 100), {
    description: "The most that are named of each kind, the worst; counts are of all.",
  })
  limit: number = 5;

  @Parameter(durationRule("PT1S", "P366D"), { description: "A health check older than this says nothing any more." })
  staleAfter: string = "PT15M";
}

@Calculation({
  name: "attention",
  description:
    "What needs attention, the worst first: services that are down or vulnerable, what is collected late, what was rejected, what housekeeping waits for " +
    "somebody to decide; each with why and since when.",
  parameters: AttentionParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT10S",
})
export class Attention implements Calculation<AttentionParameters, AttentionResult> {
  async compute(
    { limit, staleAfter }: AttentionParameters,
    context: CalculationContext,
  ): Promise<PartialResult<AttentionResult>> {
    const { catalog, now } = context;
    const staleBefore = addMicros(now, -parseDuration(staleAfter)!);
    const [unwell, vulnerable, late, rejected, held] = await Promise.all([
      findUnwell(catalog, { staleBefore, limit }),
      findVulnerable(catalog, limit),
      findLate(context, limit),
      findRejected(catalog, limit),
      findHeld(catalog, limit),
    ]);
    const result = { ...unwell, vulnerable, late, rejected, held };
    return { result, isPartial: Object.values(result).some(({ isPartial }) => isPartial) };
  }
}
