import { Parameter } from "../../parameters/parameter.js";
import { choiceRule, integerRule, NAME_RULE } from "../../parameters/rules.js";

export const DIRECTIONS = ["both", "callees", "callers"] as const;

export class EgressGraphParameters {
  @Parameter(NAME_RULE, { description: "Only what is around this service, by name; all without." })
  service?: string;

  @Parameter(integerRule(1, 8), { description: "With `service`: how many calls away from it." })
  depth: number = 1;

  @Parameter(choiceRule(DIRECTIONS), { description: "With `service`: whom it calls, who calls it, or both." })
  direction: string = "both";

  @Parameter(NAME_RULE, { description: "Only calls out of this environment." })
  environment?: string;

  @Parameter(integerRule(1, 50_000), { description: "How many calls, as deployments state them, are taken in." })
  limit: number = 10_000;
}
