import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "@jest/globals";
import formats from "ajv-formats";
import { CalculationRegistry } from "../../calculation-registry.js";
import type { CatalogAccess } from "../../catalog/catalog-reader.js";
import { readParameters } from "../../parameters/read-parameters.js";
import { runCalculation } from "../../run-calculation.js";
import { builtInCalculations } from "../index.js";

/** The present time of all tests. */
export const NOW = "2026-06-01T12:00:00.000000Z";

export interface BuiltInOutcome<Result> {
  result: Result;
  isPartial: boolean;
}

const registry = new CalculationRegistry(builtInCalculations());
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
(formats as unknown as typeof formats.default)(ajv);

/** Runs a built-in calculation as a request would; its result has to be what its schema says, with no field that the schema leaves out. */
export async function runBuiltIn<Result>(
  access: CatalogAccess,
  name: string,
  given: Readonly<Record<string, string | string[]>> = {},
): Promise<BuiltInOutcome<Result>> {
  const registered = registry.get(name);
  const parameters = readParameters(registered.parameters, given);
  const signal = new AbortController().signal;
  const { result, isPartial } = await runCalculation(registered, parameters, { access, signal, now: NOW });
  const sent: unknown = JSON.parse(JSON.stringify(result));
  const validate = ajv.compile(closed(registered.resultSchema) as object);
  validate(sent);
  expect(validate.errors).toBeNull();
  return { result: sent as Result, isPartial };
}

/** The examples that a calculation's schema shows, with what is wrong with them by that schema. */
export function faultyExamples(name: string): unknown[] {
  const { resultSchema } = registry.get(name);
  const validate = ajv.compile(closed(resultSchema) as object);
  const { examples } = resultSchema as { examples: unknown[] };
  expect(examples.length).toBeGreaterThan(0);
  return examples.flatMap((example) => (validate(example) ? [] : validate.errors!));
}

/** The schema with every object closed: no field but those that it names. */
function closed(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const { examples: _, ...kept } = schema as Record<string, unknown>;
  const inner = Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, closed(value)]));
  return "properties" in inner && !("additionalProperties" in inner)
    ? { ...inner, additionalProperties: false }
    : inner;
}
