import type { Calculation } from "../calculation.js";
import { Compare } from "./compare/compare.js";
import { Freshness } from "./freshness/freshness.js";
import { ScorecardCalculation } from "./scorecard/scorecard-calculation.js";
import type { Scorecard } from "./scorecard/scorecard.js";
import { SeriesAggregate } from "./series-aggregate/series-aggregate.js";

export interface BuiltInOptions {
  /** A default one without. */
  scorecards?: readonly Scorecard[] | undefined;
}

/**
 * The calculations that every provider has.
 * @throws ConfigurationError if the scorecards are not acceptable
 */
export function builtInCalculations({ scorecards }: BuiltInOptions = {}): Calculation<never>[] {
  return [new Compare(), new Freshness(), new ScorecardCalculation(scorecards), new SeriesAggregate()];
}
