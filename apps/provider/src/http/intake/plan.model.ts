import { REJECTION_CODES } from "@binnacle/contract";
import { OUTCOMES } from "@binnacle/ingest";
import { ApiProperty, ApiPropertyOptional } from "@nestjs/swagger";

const SCALAR = [{ type: "string" }, { type: "number" }, { type: "boolean" }, { type: "null" }];

export class PlannedDifferenceModel {
  @ApiProperty({
    description: "JSON Pointer within the snapshot's value, or within the Resource; the whole of it is the empty text.",
    examples: ["/version", "/parentId"],
  })
  path!: string;

  @ApiProperty({ type: "string", enum: ["added", "removed", "changed"], examples: ["changed"] })
  change!: string;

  @ApiPropertyOptional({
    anyOf: SCALAR,
    description: "What is there now, if it is short and neither array nor object.",
    examples: ["1.4.2"],
  } as object)
  before?: unknown;

  @ApiPropertyOptional({
    anyOf: SCALAR,
    description: "What would be there, if it is short and neither array nor object.",
    examples: ["1.5.0"],
  } as object)
  after?: unknown;
}

export class PlannedDiffModel {
  @ApiProperty({ type: [PlannedDifferenceModel] })
  differences!: PlannedDifferenceModel[];

  @ApiPropertyOptional({
    type: "boolean",
    description: "There are more, or the values are too large to be compared here.",
    examples: [true],
  })
  isPartial?: true;
}

export class PlannedItemModel {
  @ApiProperty({
    type: "integer",
    description: "The record's place in the request, or its line, from 0.",
    examples: [0],
  })
  index!: number;

  @ApiProperty({ type: "string", enum: OUTCOMES, examples: ["changed"] })
  outcome!: string;

  @ApiPropertyOptional({
    type: () => PlannedDiffModel,
    description: "Where the outcome is `changed`: what would change of the snapshot's value, or of the Resource.",
  })
  diff?: PlannedDiffModel;

  @ApiPropertyOptional({
    type: "string",
    enum: REJECTION_CODES,
    description: "Where it would be rejected.",
    examples: ["INVALID_FIELD"],
  })
  code?: string;
}

export class PlanAnswerModel {
  @ApiProperty({ type: [PlannedItemModel] })
  items!: PlannedItemModel[];
}
