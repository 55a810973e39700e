import { ConfigurationError } from "@binnacle/errors";
import { validateSync } from "class-validator";
import { maskCredentials } from "../logging/mask-credentials.js";
import { Unacceptable, variablesOf } from "./variables.js";

/**
 * Reads the variables that `environment` declares, once, into a typed object. An empty variable counts as unset.
 * @throws ConfigurationError with one line for every variable that is missing or bad; secrets are not printed
 */
export function readEnvironment<E extends object>(
  environment: new () => E,
  source: Readonly<Record<string, string | undefined>>,
): E {
  const values = new environment();
  for (const { name, parse } of variablesOf(environment)) {
    const text = source[name];
    if (text !== undefined && text !== "") Reflect.set(values, name, parse(text) ?? new Unacceptable(text));
  }
  const faults = validateSync(values).flatMap(({ constraints }) => Object.values(constraints ?? {}));
  if (faults.length > 0) throw new ConfigurationError(faults.map(maskCredentials).toSorted());
  return Object.freeze(values);
}

/** The variables of a class as lines for `--help`: name, what it is for, default. */
export function describeEnvironment(environment: new () => object): string[] {
  const defaults = new environment();
  const variables = variablesOf(environment);
  const width = Math.max(0, ...variables.map(({ name }) => name.length));
  return variables.map(({ name, description, optional }) => {
    const value: unknown = Reflect.get(defaults, name);
    const remark = value !== undefined ? ` (${String(value)})` : optional === true ? "" : " (required)";
    return `${name.padEnd(width)}  ${description}${remark}`;
  });
}
