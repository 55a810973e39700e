import { isValidName, isValidType, normalizeName } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { Transform, Type } from "class-transformer";
import { IsArray, IsOptional, IsUUID, ValidateBy, ValidateNested } from "class-validator";
import type { ReadingSelection } from "../../resources/embedded-readings.js";
import { READINGS_RULE } from "../parameters/rules.js";

const Satisfies = (name: string, isValid: (value: unknown) => boolean, expected: string): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: isValid, defaultMessage: () => `must be ${expected}` } });

export class ResourceAddressBody {
  @Satisfies("isType", (value) => typeof value === "string" && isValidType(value), "the type of a Resource")
  @ApiProperty({ examples: ["Service"] })
  type!: string;

  @Satisfies("isName", (value) => typeof value === "string" && isValidName(value), "the name of a Resource")
  @Transform(({ value }: { value: unknown }) => (typeof value === "string" ? normalizeName(value) : value))
  @ApiProperty({ examples: ["orders"] })
  name!: string;
}

export class QueryResourcesBody {
  @IsOptional()
  @IsArray({ message: "must be an array" })
  @IsUUID("all", { each: true, message: "must hold UUIDs only" })
  @ApiProperty({
    required: false,
    type: "array",
    items: { type: "string", format: "uuid" },
    description: "Resources by id.",
    examples: [["55a5c417-db28-50db-ae63-9ee7ba29a18f"]],
  })
  ids?: string[];

  @IsOptional()
  @IsArray({ message: "must be an array" })
  @ValidateNested({ each: true, message: "must hold objects only" })
  @Type(() => ResourceAddressBody)
  @ApiProperty({ required: false, type: [ResourceAddressBody], description: "Resources by type and name." })
  names?: ResourceAddressBody[];

  @IsOptional()
  @Satisfies("isSelection", (value) => value !== INVALID, READINGS_RULE.expected)
  @Transform(({ value }: { value: unknown }) => readSelection(value))
  @ApiProperty({
    required: false,
    oneOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
    examples: ["HealthCheck,InstanceInfo", ["HealthCheck"], "*"],
    description: "Embeds snapshots as the parameter of that name does; reading types may also be given as an array.",
  })
  readings?: ReadingSelection;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a body holds ids of Resources and nothing else, as most do: of a thousand, validation takes longer than the database. */
export function holdsIdsOnly(content: object): boolean {
  const { ids, ...rest } = content as { ids?: unknown };
  return (
    Array.isArray(ids) && Object.keys(rest).length === 0 && ids.every((id) => typeof id === "string" && ID.test(id))
  );
}

const INVALID = Symbol("INVALID");

function readSelection(given: unknown): unknown {
  if (given === undefined || given === null) return undefined;
  const text = Array.isArray(given) ? given.join(",") : given;
  return typeof text === "string" ? (READINGS_RULE.parse(text) ?? INVALID) : INVALID;
}
