import { validateSync } from "class-validator";
import { InvalidParameterError, type RequestFault } from "../../request-errors.js";
import { parametersOf, readParameter } from "./parameter.js";

/**
 * Reads what was given into an instance of the class that declares the parameters.
 * @throws InvalidParameterError with every fault, unknown parameters among them
 */
export function readParameters<T extends object>(target: new () => T, given: Readonly<Record<string, unknown>>): T {
  const values = new target();
  const declared = parametersOf(target);
  for (const parameter of declared) {
    const value = given[parameter.name];
    if (value !== undefined) Reflect.set(values, parameter.name, readParameter(parameter, value));
  }
  const names = new Set(declared.map(({ name }) => name));
  const unknown: RequestFault[] = Object.keys(given)
    .filter((name) => !names.has(name))
    .map((name) => ({ path: name, detail: "is not a parameter of this operation" }));
  const refused = declared.length === 0 ? [] : validateSync(values);
  const faults = refused.flatMap(({ property, constraints }) =>
    Object.values(constraints ?? {}).map((detail) => ({ path: property, detail })),
  );
  if (faults.length + unknown.length > 0) throw new InvalidParameterError([...faults, ...unknown]);
  return values;
}
