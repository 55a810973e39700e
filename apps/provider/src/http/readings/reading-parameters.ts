import { PageParameters } from "../parameters/page-parameters.js";
import { Parameter } from "../parameters/parameter.js";
import { choiceRule, TIMESTAMP_RULE } from "../parameters/rules.js";

export class SeriesParameters extends PageParameters {
  @Parameter(TIMESTAMP_RULE, { description: "Readings collected at this time or after." })
  from?: string;

  @Parameter(TIMESTAMP_RULE, { description: "Readings collected before this time." })
  to?: string;

  @Parameter(choiceRule(["asc", "desc"], "desc"), { description: "By time: oldest or newest first." })
  order: "asc" | "desc" = "desc";
}
