import { REJECTION_CODES } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { Nullable, TIME } from "../openapi/schemas.js";

export class RejectionModel {
  @ApiProperty({ format: "uuid", description: "Derived from source, text and code: a repeat raises `count`." })
  id!: string;

  @ApiProperty({ type: "string", enum: REJECTION_CODES })
  code!: string;

  @ApiProperty()
  detail!: string;

  @Nullable({ type: "string", description: "JSON Pointer within the record; `null` for a whole message." })
  path!: string | null;

  @ApiProperty()
  source!: string;

  @ApiProperty({ description: "The text as received, at most 256 KiB." })
  record!: string;

  @ApiProperty({ description: "Whether `record` was cut." })
  truncated!: boolean;

  @ApiProperty({ type: "integer", description: "How often it came." })
  count!: number;

  @ApiProperty(TIME)
  firstReceivedOn!: string;

  @ApiProperty(TIME)
  lastReceivedOn!: string;
}

export class RedriveModel {
  @ApiProperty({ format: "uuid", description: "The rejection that was published again." })
  id!: string;
}
