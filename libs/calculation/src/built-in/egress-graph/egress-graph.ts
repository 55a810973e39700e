import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import { presentService } from "../present-service.js";
import { labelOf } from "../resource-label.js";
import { buildGraph } from "./build-graph.js";
import { EgressGraphParameters } from "./parameters.js";
import { readAllCalls, readCallsAround } from "./read-calls.js";
import { type EgressGraphResult, RESULT_SCHEMA } from "./result.js";

@Calculation({
  name: "egress-graph",
  description:
    "Who calls whom: services, functions and whatever else they call, as nodes and edges; of everything, or around one service.",
  parameters: EgressGraphParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT1M",
})
export class EgressGraph implements Calculation<EgressGraphParameters, EgressGraphResult> {
  async compute(
    { service, depth, direction, environment, limit }: EgressGraphParameters,
    { catalog }: CalculationContext,
  ): Promise<PartialResult<EgressGraphResult>> {
    const center = service === undefined ? undefined : labelOf(await presentService(catalog, service));
    const found =
      center === undefined
        ? await readAllCalls(catalog, limit)
        : await readCallsAround(catalog, center, {
            depth,
            callees: direction !== "callers",
            callers: direction !== "callees",
            environment,
            limit,
          });
    const { calls, distances, folding, isPartial } = found;
    const wanted = calls.filter((call) => environment === undefined || call.environment === environment);
    const graph = buildGraph(wanted, { center, distances, isKnown: (id) => folding.isKnown(id) });
    return { result: graph, isPartial };
  }
}
