import type { Calculation } from "../calculation.js";
import { Attention } from "./attention/attention.js";
import { Compare } from "./compare/compare.js";
import { DependencyVulnerabilities } from "./dependency-vulnerabilities/dependency-vulnerabilities.js";
import { EgressGraph } from "./egress-graph/egress-graph.js";
import { Freshness } from "./freshness/freshness.js";
import { Impact } from "./impact/impact.js";
import { RecentEvents } from "./recent-events/recent-events.js";
import { ScorecardCalculation } from "./scorecard/scorecard-calculation.js";
import type { Scorecard } from "./scorecard/scorecard.js";
import { SeriesAggregate } from "./series-aggregate/series-aggregate.js";
import { ServiceEvents } from "./service-events/service-events.js";
import { ServiceInstances } from "./service-instances/service-instances.js";
import { ServiceOverview } from "./service-overview/service-overview.js";
import { StaleResources } from "./stale-resources/stale-resources.js";

export interface BuiltInOptions {
  /** A default one without. */
  scorecards?: readonly Scorecard[] | undefined;
}

/**
 * The calculations that every provider has.
 * @throws ConfigurationError if the scorecards are not acceptable
 */
export function builtInCalculations({ scorecards }: BuiltInOptions = {}): Calculation<never>[] {
  return [
    new Attention(),
    new Compare(),
    new DependencyVulnerabilities(),
    new EgressGraph(),
    new Freshness(),
    new Impact(),
    new RecentEvents(),
    new ScorecardCalculation(scorecards),
    new SeriesAggregate(),
    new ServiceEvents(),
    new ServiceInstances(),
    new ServiceOverview(),
    new StaleResources(),
  ];
}
