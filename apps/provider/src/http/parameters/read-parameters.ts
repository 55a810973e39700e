import { InvalidParametersError, readParameters as readDeclared } from "@binnacle/calculation";
import { InvalidParameterError } from "../../request-errors.js";

/**
 * Reads what was given into an instance of the class that declares the parameters.
 * @throws InvalidParameterError with every fault, unknown parameters among them
 */
export function readParameters<T extends object>(target: new () => T, given: Readonly<Record<string, unknown>>): T {
  try {
    return readDeclared(target, given, "operation");
  } catch (error) {
    if (error instanceof InvalidParametersError) throw new InvalidParameterError(error.faults);
    throw error;
  }
}
