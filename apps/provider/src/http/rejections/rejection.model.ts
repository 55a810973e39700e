import { REJECTION_CODES } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { Nullable, TIME } from "../openapi/schemas.js";

export class RejectionModel {
  @ApiProperty({
    format: "uuid",
    description: "Derived from source, text and code: a repeat raises `count`.",
    examples: ["3f6a4f0e-9d1b-5c58-b8a4-0f2f6f1f7a11"],
  })
  id!: string;

  @ApiProperty({ type: "string", enum: REJECTION_CODES, examples: ["INVALID_FIELD"] })
  code!: string;

  @ApiProperty({ examples: ["must be 1 to 512 code points"] })
  detail!: string;

  @Nullable({
    type: "string",
    description: "JSON Pointer within the record; `null` for a whole message.",
    examples: ["/name", null],
  })
  path!: string | null;

  @ApiProperty({ description: "Who published it.", examples: ["orders-team/k8s"] })
  source!: string;

  @ApiProperty({
    description: "The text as received, at most 256 KiB.",
    examples: ['{"kind":"resource","type":"Service","name":""}'],
  })
  record!: string;

  @ApiProperty({ description: "Whether `record` was cut.", examples: [false] })
  truncated!: boolean;

  @ApiProperty({ type: "integer", description: "How often it came.", examples: [3] })
  count!: number;

  @ApiProperty(TIME)
  firstReceivedOn!: string;

  @ApiProperty(TIME)
  lastReceivedOn!: string;
}

export class RedriveModel {
  @ApiProperty({
    format: "uuid",
    description: "The rejection that was published again.",
    examples: ["3f6a4f0e-9d1b-5c58-b8a4-0f2f6f1f7a11"],
  })
  id!: string;
}
