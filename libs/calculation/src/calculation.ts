import type { JsonSchema, Timestamp } from "@binnacle/contract";
import type { CatalogReader } from "./catalog/catalog-reader.js";

/** What a calculation is told besides its parameters. */
export interface CalculationContext {
  /** All its reads see one state of the catalog. */
  catalog: CatalogReader;
  /** Aborted when nobody waits for the result any more, or the time limit is over. */
  signal: AbortSignal;
  now: Timestamp;
}

/** A result that does not cover everything that was asked for. */
export interface PartialResult<Result> {
  result: Result;
  isPartial: boolean;
}

/** Named logic over the catalog. One instance serves all requests, also at the same time: it keeps no state of one. */
export interface Calculation<Parameters extends object = object, Result = unknown> {
  /**
   * @throws InvalidParametersError where parameters do not go together
   * @throws NotFoundError where what they name is not there
   */
  compute(parameters: Parameters, context: CalculationContext): Promise<Result | PartialResult<Result>>;
}

export interface CalculationOptions {
  /** What it is asked for by: lower-case words joined by hyphens, such as `service-overview`. */
  name: string;
  /** One or two sentences for those who look for it. */
  description: string;
  /** A class of `@Parameter` declarations. */
  parameters: new () => object;
  /** JSON Schema (draft 2020-12) of the result, without `$ref`s to elsewhere; its `examples` are shown. */
  result: JsonSchema;
  /** How long a result may be used again: a duration such as `PT30S`, at least a second. */
  freshFor: string;
}

/** In the registry of all realms: an installed package may bring its own copy of this one. */
const OPTIONS = Symbol.for("binnacle.calculation");

type CalculationClass = (new (...dependencies: never[]) => Calculation<never>) & { [OPTIONS]?: CalculationOptions };

/** Makes a class a calculation. */
export function Calculation(options: CalculationOptions) {
  return (target: new (...dependencies: never[]) => Calculation<never>): void => {
    Object.defineProperty(target, OPTIONS, { value: Object.freeze({ ...options }) });
  };
}

/** What a class was declared with; `undefined` if it is no calculation. */
export function calculationOptions(target: unknown): CalculationOptions | undefined {
  return typeof target === "function" && Object.hasOwn(target, OPTIONS)
    ? (target as CalculationClass)[OPTIONS]
    : undefined;
}
