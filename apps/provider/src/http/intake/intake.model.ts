import { REJECTION_CODES } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { Parameter } from "../parameters/parameter.js";
import { RECEIPT_ID_SCHEMA } from "../receipts/receipt.model.js";
import { choiceRule, SOURCE_RULE } from "../parameters/rules.js";

export class IntakeParameters {
  @Parameter(SOURCE_RULE, {
    description: "Who publishes, for bodies of `application/x-ndjson`; in JSON it is a field of the message.",
  })
  source?: string;

  @Parameter(choiceRule(["publish", "plan"], "publish"), {
    description: "`plan` writes and publishes nothing: it says what each record would do.",
  })
  mode: "publish" | "plan" = "publish";
}

export class RejectedItemModel {
  @ApiProperty({
    type: "integer",
    description: "The record's place in the request, or its line, from 0.",
    examples: [3],
  })
  index!: number;

  @ApiProperty({ type: "string", enum: REJECTION_CODES, examples: ["INVALID_FIELD"] })
  code!: string;

  @ApiProperty({ examples: ["/name: must be 1 to 512 code points"] })
  detail!: string;
}

export class WarningModel {
  @ApiProperty({
    type: "integer",
    description: "The record's place in the request, or its line, from 0.",
    examples: [0],
  })
  index!: number;

  @ApiProperty({ description: "JSON Pointer within the record.", examples: ["/parnet"] })
  path!: string;

  @ApiProperty({ examples: ["is not known, and ignored"] })
  detail!: string;
}

export class IntakeAnswerModel {
  @ApiProperty({ ...RECEIPT_ID_SCHEMA, description: "Asks `GET /receipts/{id}` what became of the records." })
  receiptId!: string;

  @ApiProperty({ type: "integer", description: "How many records were published.", examples: [2] })
  accepted!: number;

  @ApiProperty({ type: [RejectedItemModel] })
  rejected!: RejectedItemModel[];

  @ApiProperty({ type: [WarningModel], description: "Fields that the contract does not know, and that are ignored." })
  warnings!: WarningModel[];
}
