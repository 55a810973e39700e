import { SEVERITIES } from "@binnacle/contract";
import { Parameter } from "../../parameters/parameter.js";
import { choiceRule, integerRule, NAME_RULE, TYPE_RULE, UUID_RULE } from "../../parameters/rules.js";

export class DependencyVulnerabilitiesParameters {
  @Parameter(NAME_RULE, { description: "A service, by name: of all its deployments." })
  service?: string;

  @Parameter(NAME_RULE, { description: "With `service`: only of its deployment to this environment." })
  environment?: string;

  @Parameter(UUID_RULE, { description: "Any Resource, instead of `service`: of it and everything below it." })
  id?: string;

  @Parameter(choiceRule(SEVERITIES), { description: "Only vulnerabilities at least so severe." })
  severity: string = "unknown";

  @Parameter(TYPE_RULE, {
    repeatable: true,
    maxItems: 20,
    description: "The types of the Resources that references are followed to.",
  })
  through: string[] = ["SoftwareDependencyVersion", "SoftwareDependency", "ContainerImage"];

  @Parameter(integerRule(1, 32), { description: "How many references are followed one after the other." })
  depth: number = 32;

  @Parameter(integerRule(1, 10_000), { description: "How many vulnerabilities are given, the most severe." })
  limit: number = 1_000;
}
