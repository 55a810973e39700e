import { ChangeFilter } from "../../changes/change-filter.js";
import { Parameter } from "../parameters/parameter.js";
import { TYPE_RULE } from "../parameters/rules.js";

export class ChangeParameters {
  @Parameter(TYPE_RULE, { repeatable: true, description: "Changes of Resources of this type, or of any of these." })
  type?: string[];

  @Parameter(TYPE_RULE, {
    repeatable: true,
    description:
      "Changes of Readings of this type, or of any of these. Removals pass as well: with a Resource go all its Readings.",
  })
  readingType?: string[];

  filter(): ChangeFilter {
    const { type: types, readingType: readingTypes } = this;
    return new ChangeFilter({ ...(types && { types }), ...(readingTypes && { readingTypes }) });
  }
}
