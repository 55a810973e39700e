import type { ParameterRule } from "@binnacle/calculation";
import { ApiProperty } from "@nestjs/swagger";
import { getMetadataStorage, ValidateBy } from "class-validator";
import { UNDECODABLE } from "./query-string.js";

export type { ParameterRule };

export interface ParameterOptions {
  description: string;
  required?: boolean;
  /** May be given several times: the property is an array. */
  repeatable?: boolean;
}

interface DeclaredParameter extends ParameterOptions {
  name: string;
  rule: ParameterRule;
}

/** Why what was given is not acceptable; stands in its place until validation has reported it. */
class Refused {
  constructor(readonly detail: string) {}
}

/** Declares a property as a parameter of the same name, to class-validator and to OpenAPI. */
export function Parameter(rule: ParameterRule, options: ParameterOptions): PropertyDecorator {
  const { description, required = false, repeatable = false } = options;
  return (target, property) => {
    const declared: DeclaredParameter = { ...options, rule, name: String(property) };
    ValidateBy(
      {
        name: "parameter",
        validator: {
          validate: (value) => (value === undefined ? !required : !(value instanceof Refused)),
          defaultMessage: (args) => (args?.value instanceof Refused ? args.value.detail : "is required"),
        },
      },
      { context: declared },
    )(target, property);
    // Left to itself, Nest takes the property's class for the schema of a parameter.
    const { type, ...schema } = rule.schema;
    const documented = repeatable ? { type: "array", items: rule.schema } : { type: type ?? "string", ...schema };
    ApiProperty({ ...(documented as object), description, required })(target, property);
  };
}

/** The parameters that a class declares, its bases' first. */
export function parametersOf(target: new () => object): DeclaredParameter[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(target, "", false, false)
    .map(({ context }) => context as DeclaredParameter | undefined)
    .filter((context) => context !== undefined);
}

/** The typed value of what was given for a parameter, or a `Refused`. */
export function readParameter({ rule, repeatable }: DeclaredParameter, given: unknown): unknown {
  if (!Array.isArray(given)) {
    const value = readOne(rule, given);
    return repeatable && !(value instanceof Refused) ? [value] : value;
  }
  if (!repeatable) return new Refused("may be given only once");
  const values = given.map((each) => readOne(rule, each));
  return values.find((value) => value instanceof Refused) ?? values;
}

function readOne(rule: ParameterRule, given: unknown): unknown {
  if (given === UNDECODABLE) return new Refused("must be percent-encoded UTF-8");
  if (typeof given !== "string" || given === "") return new Refused("must not be empty");
  return rule.parse(given) ?? new Refused(`must be ${rule.expected}`);
}
