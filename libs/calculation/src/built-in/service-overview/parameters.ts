import { Parameter } from "../../parameters/parameter.js";
import { durationRule, integerRule, NAME_RULE } from "../../parameters/rules.js";

export class ServiceOverviewParameters {
  @Parameter(NAME_RULE, { description: "One service, by name; without it, all, by name." })
  service?: string;

  @Parameter(NAME_RULE, { description: "Only services whose names begin so." })
  namePrefix?: string;

  @Parameter(NAME_RULE, { description: "Only services that this Team owns." })
  owner?: string;

  @Parameter(NAME_RULE, { description: "Only services that are deployed to this environment." })
  environment?: string;

  @Parameter(NAME_RULE, { description: "Goes on after the service of this name: `next` of the page before." })
  after?: string;

  @Parameter(integerRule(1, 1_000), { description: "How many services." })
  limit: number = 100;

  @Parameter(durationRule("PT1S", "P366D"), { description: "A health check older than this says nothing any more." })
  staleAfter: string = "PT15M";

  @Parameter(durationRule("PT1H", "P366D"), { description: "How far back the last events are looked for." })
  eventsSince: string = "P30D";

  @Parameter(integerRule(0, 50), { description: "How many of its last events each service comes with." })
  events: number = 5;
}
