import { Parameter } from "../../parameters/parameter.js";
import { durationRule, integerRule, NAME_RULE } from "../../parameters/rules.js";

export class ServiceInstancesParameters {
  @Parameter(NAME_RULE, { required: true, description: "The service, by name." })
  service!: string;

  @Parameter(NAME_RULE, { description: "Only what runs in this environment." })
  environment?: string;

  @Parameter(durationRule("PT1S", "P366D"), { description: "A health check older than this says nothing any more." })
  staleAfter: string = "PT15M";

  @Parameter(integerRule(1, 10_000), { description: "How many instances." })
  limit: number = 1_000;
}
