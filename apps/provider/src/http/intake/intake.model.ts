import { REJECTION_CODES } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { Parameter } from "../parameters/parameter.js";
import { SOURCE_RULE } from "../parameters/rules.js";

export class IntakeParameters {
  @Parameter(SOURCE_RULE, {
    description: "Who publishes, for bodies of `application/x-ndjson`; in JSON it is a field of the message.",
  })
  source?: string;
}

export class RejectedItemModel {
  @ApiProperty({ type: "integer", description: "The record's place in the request, or its line, from 0." })
  index!: number;

  @ApiProperty({ type: "string", enum: REJECTION_CODES })
  code!: string;

  @ApiProperty()
  detail!: string;
}

export class WarningModel {
  @ApiProperty({ type: "integer", description: "The record's place in the request, or its line, from 0." })
  index!: number;

  @ApiProperty({ description: "JSON Pointer within the record." })
  path!: string;

  @ApiProperty()
  detail!: string;
}

export class IntakeAnswerModel {
  @ApiProperty({ format: "uuid" })
  receiptId!: string;

  @ApiProperty({ type: "integer", description: "How many records were published." })
  accepted!: number;

  @ApiProperty({ type: [RejectedItemModel] })
  rejected!: RejectedItemModel[];

  @ApiProperty({ type: [WarningModel], description: "Fields that the contract does not know, and that are ignored." })
  warnings!: WarningModel[];
}
