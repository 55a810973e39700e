import { STORAGE_MODES } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { TIME } from "../openapi/schemas.js";

/** A Reading as OpenAPI describes it. */
export class ReadingModel {
  @ApiProperty({ required: false, description: "Opaque; Readings of a series only, and of all of those." })
  id?: string;

  @ApiProperty({ format: "uuid", examples: ["55a5c417-db28-50db-ae63-9ee7ba29a18f"] })
  resourceId!: string;

  @ApiProperty({ examples: ["HealthCheck"] })
  type!: string;

  @ApiProperty({
    type: "string",
    enum: STORAGE_MODES,
    description: "`SNAPSHOT`: the newest value per Resource and type is kept. `TIME_SERIES`: every value is.",
  })
  storageMode!: string;

  @ApiProperty(TIME)
  collectedOn!: string;

  @ApiProperty({ description: "Who published it.", examples: ["orders-team/k8s"] })
  source!: string;

  @ApiProperty({
    // Without it Nest takes the property's class for the type; any JSON has none.
    anyOf: [{}],
    examples: [{ status: "UP", latencyMillis: 12 }],
    description: "Any JSON. Numbers come digit for digit: read them with a parser that keeps them where that matters.",
  } as object)
  value!: unknown;
}
