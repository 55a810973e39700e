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

const INVALID = Symbol("INVALID");

function readSelection(given: unknown): unknown {
  if (given === undefined || given === null) return undefined;
  const text = Array.isArray(given) ? given.join(",") : given;
  return typeof text === "string" ? (READINGS_RULE.parse(text) ?? INVALID) : INVALID;
}
