import { REJECTION_CODES } from "@binnacle/contract";
import { OUTCOMES } from "@binnacle/ingest";
import { ApiProperty, ApiPropertyOptional } from "@nestjs/swagger";
import { Parameter, type ParameterRule } from "../parameters/parameter.js";

export const RECEIPT_ID_SCHEMA = {
  type: "string",
  pattern: "^[A-Za-z0-9_-]+$",
  examples: ["AZ8MKn5bHU5hjwtsnSpOexABmqm2AxhjYGBkAAIcDAAKcLt6kQ3sT5n9F2Vb0A"],
} as const;

/** Whatever it is, it is an id: one that is forged is not found. */
const RECEIPT_ID_RULE: ParameterRule = {
  expected: "the receiptId of an answer of the intake",
  schema: RECEIPT_ID_SCHEMA,
  parse: (text) => text,
};

export class ReceiptPath {
  @Parameter(RECEIPT_ID_RULE, { required: true, description: "The `receiptId` that the intake answered with." })
  id!: string;
}

export class ReceiptItemModel {
  @ApiProperty({
    type: "integer",
    description: "The record's place in the request, or its line, from 0.",
    examples: [0],
  })
  index!: number;

  @ApiProperty({ type: "string", enum: [...OUTCOMES, "pending"], examples: ["created"] })
  outcome!: string;

  @ApiPropertyOptional({
    type: "string",
    enum: REJECTION_CODES,
    description: "Of a record that was rejected after all.",
    examples: ["VALUE_NOT_STORABLE"],
  })
  code?: string;
}

export class ReceiptModel {
  @ApiProperty({ ...RECEIPT_ID_SCHEMA })
  id!: string;

  @ApiProperty({ type: [ReceiptItemModel] })
  items!: ReceiptItemModel[];
}
