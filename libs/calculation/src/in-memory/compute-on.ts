import type { Timestamp } from "@binnacle/contract";
import type { Calculation } from "../calculation.js";
import { CalculationRegistry } from "../calculation-registry.js";
import type { CatalogAccess } from "../catalog/catalog-reader.js";
import { readParameters } from "../parameters/read-parameters.js";
import { runCalculation, type CalculationOutcome } from "../run-calculation.js";

/** Runs a calculation as the provider does, from its parameters as texts. For tests. */
export async function computeOn(
  access: CatalogAccess,
  calculation: Calculation<never>,
  given: Readonly<Record<string, string | string[]>> = {},
  now: Timestamp = "2026-06-02T00:00:00.000000Z",
): Promise<CalculationOutcome> {
  const [registered] = new CalculationRegistry([calculation]).list();
  const parameters = readParameters(registered!.parameters, given);
  return runCalculation(registered!, parameters, { access, signal: new AbortController().signal, now });
}
