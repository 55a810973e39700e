import { Parameter } from "../../parameters/parameter.js";
import { BOOLEAN_RULE, integerRule, NAME_RULE, textRule, TYPE_RULE, UUID_RULE } from "../../parameters/rules.js";

export class ImpactParameters {
  @Parameter(textRule(500, "log4j-core < 2.17"), {
    description:
      "A package, with a range of versions or without: `log4j-core < 2.17`, `org.apache.logging.log4j:log4j-core >=2.13 <2.15`, `lodash@4.17.20`, " +
      "`pkg:npm/%40acme/shop < 2 || =3.0.0`. Versions are ordered as their ecosystem does.",
  })
  dependency?: string;

  @Parameter(UUID_RULE, { description: "Any Resource, instead of `dependency`." })
  id?: string;

  @Parameter(TYPE_RULE, { description: "With `resourceName`: the Resource's type, instead of `id`." })
  resourceType?: string;

  @Parameter(NAME_RULE, {
    description: "With `resourceType`: the Resource's name, instead of `id`. It need not be present.",
  })
  resourceName?: string;

  @Parameter(BOOLEAN_RULE, {
    description:
      "Whether who calls what is affected counts as affected; `true` for a Resource, `false` for `dependency` without.",
  })
  calls?: boolean;

  @Parameter(integerRule(1, 32), { description: "How many references are followed back one after the other." })
  depth: number = 32;

  @Parameter(integerRule(1, 10_000), { description: "How many affected services are given, the nearest." })
  limit: number = 1_000;
}
