import type { JsonSchema } from "@binnacle/contract";
import { maxItemsOf, parametersOf, type DeclaredParameter } from "./parameter.js";

/** JSON Schema (draft 2020-12) of the parameters that a class declares, as they are once read. */
export function parametersSchema(target: new () => object): JsonSchema {
  const declared = parametersOf(target);
  const required = declared.filter(({ required }) => required === true).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(declared.map((parameter) => [parameter.name, parameterSchema(target, parameter)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** JSON Schema of one parameter, with its default. */
export function parameterSchema(target: new () => object, parameter: DeclaredParameter): JsonSchema {
  const { name, rule, description, repeatable } = parameter;
  const fallback: unknown = Reflect.get(new target(), name);
  return {
    description,
    ...(repeatable === true ? { type: "array", items: rule.schema, maxItems: maxItemsOf(parameter) } : rule.schema),
    ...(fallback !== undefined && { default: fallback }),
  };
}
