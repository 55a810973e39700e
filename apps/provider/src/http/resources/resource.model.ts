import { ApiProperty, getSchemaPath } from "@nestjs/swagger";
import { Nullable, TIME } from "../openapi/schemas.js";
import { ReadingModel } from "../readings/reading.model.js";

/** A Resource as OpenAPI describes it. */
export class ResourceModel {
  @ApiProperty({
    format: "uuid",
    description: "UUIDv5 of type, line feed and name.",
    examples: ["55a5c417-db28-50db-ae63-9ee7ba29a18f"],
  })
  id!: string;

  @ApiProperty({ examples: ["ServiceInstance"] })
  type!: string;

  @ApiProperty({ examples: ["orders/production/orders-7d9f-x2x"] })
  name!: string;

  @Nullable({
    type: "string",
    format: "uuid",
    description: "Kept while the parent is absent.",
    examples: ["d5e036f0-3d34-59f8-8a5b-61a80a6b0ab8", null],
  })
  parentId!: string | null;

  @ApiProperty({
    ...TIME,
    description: "The earliest time of any record that mentioned it, since it was last removed.",
  })
  createdOn!: string;

  @Nullable({
    ...TIME,
    description: "The newest time of its own resource records.",
    examples: ["2026-03-02T14:05:10.000000Z", null],
  })
  lastSeenOn!: string | null;

  @Nullable({ ...TIME, description: "When its lease ends.", examples: ["2026-03-02T14:20:10.000000Z", null] })
  expiresOn!: string | null;

  @ApiProperty({ description: "Whether a resource record of its own has come.", examples: [true] })
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
  @ApiProperty({
    type: "integer",
    minimum: 1,
    description: "Steps from the Resource that was asked for.",
    examples: [1],
  })
  depth!: number;
}

export class RelatedResourceModel extends ResourceModel {
  @Nullable({ ...TIME, description: "`null`: there is no such Resource." })
  declare createdOn: string;

  @ApiProperty({
    type: [String],
    description: "The types of the Readings that refer.",
    examples: [["ServiceDeploymentDependencies"]],
  })
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
