import { ApiProperty } from "@nestjs/swagger";
import { TIME } from "../openapi/schemas.js";

const JSON_SCHEMA = { type: "object", additionalProperties: true } as const;

export class CalculationModel {
  @ApiProperty({ examples: ["series-aggregate"] })
  name!: string;

  @ApiProperty({ examples: ["Numbers of a time series per bucket of time."] })
  description!: string;

  @ApiProperty({
    ...JSON_SCHEMA,
    description: "JSON Schema (draft 2020-12) of the parameters.",
    examples: [{ type: "object", properties: { readingType: { type: "string" } }, required: ["readingType"] }],
  })
  parameters!: Record<string, unknown>;

  @ApiProperty({
    ...JSON_SCHEMA,
    description: "JSON Schema (draft 2020-12) of the result.",
    examples: [{ type: "object", properties: { buckets: { type: "array" } } }],
  })
  result!: Record<string, unknown>;

  @ApiProperty({ format: "duration", description: "How long a result may be used again.", examples: ["PT30S"] })
  freshFor!: string;
}

export class CalculationsModel {
  @ApiProperty({ type: [CalculationModel], description: "By name." })
  items!: CalculationModel[];
}

export class CalculationAnswerModel {
  @ApiProperty({ examples: ["series-aggregate"] })
  name!: string;

  @ApiProperty({ ...TIME, description: "The time of the state of the catalog that the result is of." })
  computedOn!: string;

  @ApiProperty({ format: "duration", description: "How long it may be used again.", examples: ["PT30S"] })
  freshFor!: string;

  @ApiProperty({ description: "Whether limits cut what the result is made of.", examples: [false] })
  isPartial!: boolean;

  @ApiProperty({
    // Without it Nest takes the property's class for the type; any JSON has none.
    anyOf: [{}],
    description: "As the calculation's own operation describes it.",
    examples: [{ buckets: [] }],
  } as object)
  result!: unknown;
}
