import { STORAGE_MODES } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { TIME } from "../openapi/schemas.js";

/** A Reading as OpenAPI describes it. */
export class ReadingModel {
  @ApiProperty({ required: false, description: "Opaque; Readings of a series only." })
  id?: string;

  @ApiProperty({ format: "uuid" })
  resourceId!: string;

  @ApiProperty({ examples: ["HealthCheck"] })
  type!: string;

  @ApiProperty({ type: "string", enum: STORAGE_MODES })
  storageMode!: string;

  @ApiProperty(TIME)
  collectedOn!: string;

  @ApiProperty({ description: "Who published it.", examples: ["orders-team/k8s"] })
  source!: string;

  @ApiProperty({
    type: ["object", "array", "string", "number", "boolean", "null"],
    items: {},
    description: "Any JSON. Numbers come digit for digit: read them with a parser that keeps them where that matters.",
  } as object)
  value!: unknown;
}
