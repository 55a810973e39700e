import { ApiProperty, getSchemaPath } from "@nestjs/swagger";
import { Nullable, TIME } from "../openapi/schemas.js";
import { ReadingModel } from "../readings/reading.model.js";

/** A Resource as OpenAPI describes it. */
export class ResourceModel {
  @ApiProperty({ format: "uuid", description: "UUIDv5 of type, line feed and name." })
  id!: string;

  @ApiProperty({ examples: ["ServiceInstance"] })
  type!: string;

  @ApiProperty({ examples: ["orders/production/orders-7d9f-x2x"] })
  name!: string;

  @Nullable({ type: "string", format: "uuid", description: "Kept while the parent is absent." })
  parentId!: string | null;

  @ApiProperty({
    ...TIME,
    description: "The earliest time of any record that mentioned it, since it was last removed.",
  })
  createdOn!: string;

  @Nullable({ ...TIME, description: "The newest time of its own resource records." })
  lastSeenOn!: string | null;

  @Nullable({ ...TIME, description: "When its lease ends." })
  expiresOn!: string | null;

  @ApiProperty({ description: "Whether a resource record of its own has come." })
  declared!: boolean;

  @ApiProperty({
    type: "object",
    additionalProperties: { $ref: getSchemaPath(ReadingModel) },
    required: false,
    description: "The snapshots that were asked for and are there, by reading type.",
  } as object)
  readings?: Record<string, ReadingModel>;
}

export class ResourceWithDepthModel extends ResourceModel {
  @ApiProperty({ type: "integer", minimum: 1, description: "Steps from the Resource that was asked for." })
  depth!: number;
}

export class RelatedResourceModel extends ResourceModel {
  @Nullable({ ...TIME, description: "`null`: there is no such Resource." })
  declare createdOn: string;

  @ApiProperty({ type: [String], description: "The types of the Readings that refer." })
  readingTypes!: string[];
}

export class ResourceQueryAnswer {
  @ApiProperty({
    type: "array",
    items: { anyOf: [{ $ref: getSchemaPath(ResourceModel) }, { type: "null" }] },
    description: "In the order asked, ids first; `null` for a Resource that is absent.",
  })
  items!: (ResourceModel | null)[];
}
