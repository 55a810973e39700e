import type { ReadingFilter } from "@binnacle/store";
import type { DeclaredFields, FieldValue } from "../../readings/declared-fields.js";
import { PageParameters } from "../parameters/page-parameters.js";
import { Parameter } from "../parameters/parameter.js";
import { choiceRule, FIELD_NAME_RULE, FIELD_RULE, TIMESTAMP_RULE, TYPE_RULE, WHERE_RULE } from "../parameters/rules.js";

export class SeriesParameters extends PageParameters {
  @Parameter(TIMESTAMP_RULE, { description: "Readings collected at this time or after." })
  from?: string;

  @Parameter(TIMESTAMP_RULE, { description: "Readings collected before this time." })
  to?: string;

  @Parameter(choiceRule(["asc", "desc"], "desc"), { description: "By time: oldest or newest first." })
  order: "asc" | "desc" = "desc";
}

export class FindReadingsParameters extends PageParameters {
  @Parameter(TYPE_RULE, { description: "Readings of this type." })
  type?: string;

  @Parameter(TYPE_RULE, { description: "Readings of Resources of this type." })
  resourceType?: string;

  @Parameter(WHERE_RULE, {
    description:
      'Readings for whose value this SQL/JSON path predicate is true (lax, without variables), such as `$.status == "DOWN" && exists($.since)`. ' +
      "It may take 2 s, and everybody may have two such requests running.",
  })
  where?: string;

  @Parameter(FIELD_RULE, {
    repeatable: true,
    description:
      "Readings whose declared field has exactly this value. Of several fields all must; of several values of one field any will do.",
  })
  field?: FieldValue[];

  @Parameter(FIELD_NAME_RULE, {
    description:
      "Sorts by the first 256 characters of this declared field's value in UTF-8 byte order, then by Resource; what has no such field comes last.",
  })
  sort?: string;

  /** @throws InvalidParameterError if a field is not declared */
  filter(declaredFields: DeclaredFields): ReadingFilter {
    const { type, resourceType, where, field } = this;
    return {
      ...(type !== undefined && { type }),
      ...(resourceType !== undefined && { resourceType }),
      ...(where !== undefined && { where }),
      ...(field && { fields: declaredFields.conditions(field) }),
    };
  }
}
