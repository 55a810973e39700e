import { nowTimestamp, type Timestamp } from "@binnacle/contract";
import type { CalculationContext, PartialResult } from "./calculation.js";
import type { RegisteredCalculation } from "./calculation-registry.js";
import type { CatalogAccess } from "./catalog/catalog-reader.js";

/** What a calculation came to. */
export interface CalculationOutcome {
  computedOn: Timestamp;
  isPartial: boolean;
  result: unknown;
}

/**
 * Runs a calculation over one state of the catalog.
 * @param parameters what `readParameters` made of the calculation's parameters
 * @throws QueryTimeoutError one of its statements took too long
 * @throws the signal's reason once it is aborted
 */
export async function runCalculation(
  { calculation }: RegisteredCalculation,
  parameters: object,
  { access, signal, now = nowTimestamp() }: { access: CatalogAccess; signal: AbortSignal; now?: Timestamp },
): Promise<CalculationOutcome> {
  const computed = await access.read(signal, (catalog) =>
    calculation.compute(parameters, { catalog, signal, now } satisfies CalculationContext),
  );
  return isPartialResult(computed)
    ? { computedOn: now, isPartial: computed.isPartial, result: computed.result }
    : { computedOn: now, isPartial: false, result: computed };
}

function isPartialResult(computed: unknown): computed is PartialResult<unknown> {
  if (typeof computed !== "object" || computed === null) return false;
  const keys = Object.keys(computed);
  return (
    keys.length === 2 && "result" in computed && "isPartial" in computed && typeof computed.isPartial === "boolean"
  );
}
