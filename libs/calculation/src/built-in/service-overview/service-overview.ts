import { addMicros, parseDuration, type Timestamp } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import { readServiceTrees } from "../service-trees.js";
import { twoAtATime } from "../two-at-a-time.js";
import { chooseServices } from "./choose-services.js";
import { ServiceOverviewParameters } from "./parameters.js";
import { readOverview } from "./read-overview.js";
import { RESULT_SCHEMA, type ServiceOverviewResult } from "./result.js";
import { summarizeService } from "./summarize-service.js";

/** Every statement has a limit of time, which one about a thousand services would come close to. */
const SERVICES_AT_ONCE = 100;

@Calculation({
  name: "service-overview",
  description:
    "One service, or a page of all: owner, health per environment, version that runs and since when, instances, dependencies, vulnerabilities " +
    "by severity, last events.",
  parameters: ServiceOverviewParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT10S",
})
export class ServiceOverview implements Calculation<ServiceOverviewParameters, ServiceOverviewResult> {
  async compute(
    parameters: ServiceOverviewParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<ServiceOverviewResult>> {
    const page = await chooseServices(catalog, parameters);
    const ago = (duration: string): Timestamp => addMicros(now, -parseDuration(duration)!);
    const eventsFrom = ago(parameters.eventsSince);
    const options = { staleBefore: ago(parameters.staleAfter), events: parameters.events };
    const parts = Array.from({ length: Math.ceil(page.services.length / SERVICES_AT_ONCE) }, (_, index) =>
      page.services.slice(index * SERVICES_AT_ONCE, (index + 1) * SERVICES_AT_ONCE),
    );
    const found = await twoAtATime(parts, async (services) => {
      const { trees, isPartial } = await readServiceTrees(catalog, services);
      const read = await readOverview(catalog, trees, { events: parameters.events, eventsFrom });
      return {
        services: trees.map((tree) => summarizeService(tree, read.readings, options)),
        isPartial: isPartial || read.isPartial,
      };
    });
    return {
      result: { services: found.flatMap(({ services }) => services), next: page.next },
      isPartial: page.isPartial || found.some(({ isPartial }) => isPartial),
    };
  }
}
