import { BinnacleError } from "@binnacle/errors";
import { validateSync } from "class-validator";
import { isFaultless, parametersOf, readParameter } from "./parameter.js";

/** One thing that is wrong with the parameters; `path` is the parameter's name. */
export interface ParameterFault {
  path: string;
  detail: string;
}

/** Parameters of a calculation are unknown, missing, repeated or malformed, or do not go together. */
export class InvalidParametersError extends BinnacleError {
  constructor(
    readonly faults: readonly ParameterFault[],
    options?: ErrorOptions,
  ) {
    super("INVALID_PARAMETER", faults.map(({ path, detail }) => `${path} ${detail}`).join("; "), options);
  }
}

/**
 * Reads what was given, texts or lists of texts, into an instance of the class that declares the parameters.
 * @param what has these parameters
 * @throws InvalidParametersError with every fault, unknown parameters among them
 */
export function readParameters<T extends object>(
  target: new () => T,
  given: Readonly<Record<string, unknown>>,
  what = "calculation",
): T {
  const values = new target();
  const declared = parametersOf(target);
  for (const parameter of declared) {
    const value = given[parameter.name];
    if (value !== undefined) Reflect.set(values, parameter.name, readParameter(parameter, value));
  }
  const unknown = Object.keys(given)
    .filter((name) => !declared.some((parameter) => parameter.name === name))
    .map((name) => ({ path: name, detail: `is not a parameter of this ${what}` }));
  const refused = isFaultless(target, values) ? [] : validateSync(values);
  const faults = refused.flatMap(({ property, constraints }) =>
    Object.values(constraints ?? {}).map((detail) => ({ path: property, detail })),
  );
  if (faults.length + unknown.length > 0) throw new InvalidParametersError([...faults, ...unknown]);
  return values;
}
