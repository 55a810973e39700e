import { describe, expect, it } from "@jest/globals";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from "class-validator";
import { ConfigurationSchemas } from "./configuration-schema.js";

class Door {
  @Matches(/^[a-z]+$/)
  name!: string;

  @IsBoolean()
  isLocked = true;
}

class Window {
  @ValidateBy({
    name: "isPane",
    constraints: [{ schema: { format: "pane" } }],
    validator: { validate: () => true },
  })
  pane!: string;

  @ValidateBy({ name: "isOdd", validator: { validate: () => true } })
  panes!: number;
}

class House {
  @IsString()
  street!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(9)
  floors?: number;

  @IsIn(["red", "blue"])
  colour: "red" | "blue" = "red";

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(3)
  @IsString({ each: true })
  tenants!: string[];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Door)
  doors: Door[] = [];

  @IsOptional()
  @ValidateNested()
  @Type(() => Window)
  window?: Window;
}

describe(ConfigurationSchemas.name, () => {
  it("says in JSON Schema what the decorators say, with what people are told of it", () => {
    const told: Record<string, string> = { House: "Where one lives.", "House.floors": "Storeys." };
    const schemas = new ConfigurationSchemas((shape, property) => told[property ? `${shape}.${property}` : shape]);
    expect(schemas.reference(House)).toEqual({ $ref: "#/definitions/House" });
    expect(schemas.definitions).toEqual({
      House: {
        description: "Where one lives.",
        type: "object",
        properties: {
          street: { type: "string" },
          floors: { description: "Storeys.", type: "integer", minimum: 1, maximum: 9 },
          colour: { default: "red", enum: ["red", "blue"] },
          tenants: { type: "array", minItems: 1, maxItems: 3, items: { type: "string" } },
          doors: { type: "array", items: { $ref: "#/definitions/Door" } },
          window: { allOf: [{ $ref: "#/definitions/Window" }] },
        },
        required: ["street", "tenants"],
        additionalProperties: false,
      },
      Door: {
        type: "object",
        properties: { name: { type: "string", pattern: "^[a-z]+$" }, isLocked: { default: true, type: "boolean" } },
        required: ["name"],
        additionalProperties: false,
      },
      Window: {
        type: "object",
        properties: { pane: { type: "string", format: "pane" }, panes: { type: "number" } },
        required: ["pane", "panes"],
        additionalProperties: false,
      },
    });
  });

  it("tells classes apart that have one name", () => {
    const other = { Door: class Door {} }.Door;
    const schemas = new ConfigurationSchemas(() => undefined);
    expect([schemas.reference(Door), schemas.reference(other), schemas.reference(Door)]).toEqual([
      { $ref: "#/definitions/Door" },
      { $ref: "#/definitions/Door2" },
      { $ref: "#/definitions/Door" },
    ]);
  });
});
