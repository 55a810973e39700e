import { Parameter as declareParameter, type ParameterRule } from "@binnacle/calculation";
import { ApiProperty } from "@nestjs/swagger";

export type { ParameterRule };

export interface ParameterOptions {
  description: string;
  required?: boolean;
  /** May be given several times, as often as a request has room for: the property is an array. */
  repeatable?: boolean;
}

/** Declares a property as a parameter of the same name, as calculations do, and to OpenAPI. */
export function Parameter(rule: ParameterRule, options: ParameterOptions): PropertyDecorator {
  const { description, required = false, repeatable = false } = options;
  return (target, property) => {
    declareParameter(rule, { ...options, maxItems: Infinity })(target, property);
    // Left to itself, Nest takes the property's class for the schema of a parameter.
    const { type, ...schema } = rule.schema;
    const documented = repeatable ? { type: "array", items: rule.schema } : { type: type ?? "string", ...schema };
    ApiProperty({ ...(documented as object), description, required })(target, property);
  };
}
