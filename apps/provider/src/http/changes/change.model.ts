import { ApiProperty } from "@nestjs/swagger";

/** The data of a `change` event. */
export class ChangeModel {
  @ApiProperty({ format: "uuid" })
  resourceId!: string;

  @ApiProperty({ examples: ["ServiceInstance"] })
  resourceType!: string;

  @ApiProperty({ enum: ["created", "changed", "removed"], description: "What was done to the Resource." })
  change!: "created" | "changed" | "removed";

  @ApiProperty({
    type: [String],
    description: "The types of its Readings that changed with it.",
    examples: [["HealthCheck"]],
  })
  readingTypes!: string[];
}
