import type { ResourceFilter } from "@binnacle/store";
import { MAX_DEPTH } from "../../resources/resource-lists.js";
import type { DeclaredFields, FieldValue } from "../../readings/declared-fields.js";
import { Parameter } from "../parameters/parameter.js";
import { PageParameters, PageWithReadingsParameters, ReadingsParameters } from "../parameters/page-parameters.js";
import {
  BOOLEAN_RULE,
  FIELD_RULE,
  integerRule,
  NAME_RULE,
  PARENT_RULE,
  PART_RULE,
  TIMESTAMP_RULE,
  TYPE_RULE,
} from "../parameters/rules.js";

export class ListResourcesParameters extends PageWithReadingsParameters {
  @Parameter(TYPE_RULE, { repeatable: true, description: "Resources of this type, or of any of these." })
  type?: string[];

  @Parameter(NAME_RULE, { description: "Resources of exactly this name." })
  name?: string;

  @Parameter(NAME_RULE, { description: "Resources whose name begins with this; no character is a wildcard." })
  namePrefix?: string;

  @Parameter(PART_RULE, {
    description:
      "Resources whose name, or one of whose declared fields, holds this anywhere, in upper or lower case; no character is a wildcard.",
  })
  q?: string;

  @Parameter(FIELD_RULE, {
    repeatable: true,
    description:
      "Resources whose declared field has exactly this value. Of several fields all must; of several values of one field any will do.",
  })
  field?: FieldValue[];

  @Parameter(PARENT_RULE, { description: "Resources with this parent, or with `none`." })
  parentId?: string;

  @Parameter(TIMESTAMP_RULE, { description: "Resources created before this time." })
  createdBefore?: string;

  @Parameter(TIMESTAMP_RULE, { description: "Resources created at this time or after." })
  createdAfter?: string;

  @Parameter(BOOLEAN_RULE, { description: "Resources that a record of their own declared, or those only mentioned." })
  declared?: boolean;

  @Parameter(TYPE_RULE, { description: "Resources that have no snapshot of this reading type." })
  without?: string;

  @Parameter(BOOLEAN_RULE, { description: "Adds `total`, over all pages." })
  count?: boolean;

  /** @throws InvalidParameterError if a field is not declared */
  filter(declaredFields: DeclaredFields): ResourceFilter {
    const { type: types, name, namePrefix, parentId, createdBefore, createdAfter, declared, without, q, field } = this;
    return {
      ...(types && { types: [...new Set(types)].toSorted() }),
      ...(name !== undefined && { name }),
      ...(namePrefix !== undefined && { namePrefix }),
      ...(parentId !== undefined && { parentId: parentId === "none" ? null : parentId }),
      ...(createdBefore !== undefined && { createdBefore }),
      ...(createdAfter !== undefined && { createdAfter }),
      ...(declared !== undefined && { declared }),
      ...(without !== undefined && { without }),
      ...(q !== undefined && { part: { text: q, fields: declaredFields.all } }),
      ...(field && { fields: declaredFields.conditions(field) }),
    };
  }
}

export class ByNameParameters extends ReadingsParameters {
  @Parameter(TYPE_RULE, { required: true, description: "The Resource's type." })
  type!: string;

  @Parameter(NAME_RULE, { required: true, description: "The Resource's name." })
  name!: string;
}

export class DescendantsParameters extends PageParameters {
  @Parameter(integerRule(1, MAX_DEPTH, MAX_DEPTH), { description: "How far down to go; children have depth 1." })
  depth: number = MAX_DEPTH;
}

export class ReferenceParameters extends PageWithReadingsParameters {
  @Parameter(TYPE_RULE, { description: "Only what Readings of this type refer to." })
  readingType?: string;
}
