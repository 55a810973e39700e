import { parseDuration, type JsonSchema } from "@binnacle/contract";
import { ConfigurationError, NotFoundError } from "@binnacle/errors";
import { calculationOptions, type Calculation } from "./calculation.js";
import { parametersSchema } from "./parameters/parameters-schema.js";

/** A calculation with what it was declared with. */
export interface RegisteredCalculation {
  readonly name: string;
  readonly description: string;
  readonly parameters: new () => object;
  readonly parametersSchema: JsonSchema;
  readonly resultSchema: JsonSchema;
  readonly freshFor: string;
  readonly freshForMillis: number;
  readonly calculation: Calculation;
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_NAME_LENGTH = 64;

/** The calculations that a provider has, by name. */
export class CalculationRegistry {
  readonly #byName = new Map<string, RegisteredCalculation>();

  /**
   * @param calculations instances of classes decorated with `@Calculation`
   * @throws ConfigurationError that names every class whose declaration is not acceptable, and every clash of names
   */
  constructor(calculations: readonly Calculation<never>[]) {
    const faults: string[] = [];
    for (const calculation of calculations) {
      const origin = calculation.constructor.name;
      const registered = register(calculation as Calculation);
      if (typeof registered === "string") faults.push(`calculation ${origin} ${registered}`);
      else {
        const other = this.#byName.get(registered.name)?.calculation.constructor.name;
        if (other === undefined) this.#byName.set(registered.name, registered);
        else faults.push(`calculation ${origin} has the name ${registered.name}, which ${other} has already`);
      }
    }
    if (faults.length > 0) throw new ConfigurationError(faults);
  }

  /** All of them by name. */
  list(): RegisteredCalculation[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws NotFoundError */
  get(name: string): RegisteredCalculation {
    const registered = this.#byName.get(name);
    if (!registered) throw new NotFoundError(`There is no calculation ${name}`);
    return registered;
  }
}

function register(calculation: Calculation): RegisteredCalculation | string {
  const options = calculationOptions(calculation.constructor);
  if (options === undefined) return "is not decorated with @Calculation";
  const { name, description, parameters, result, freshFor } = options;
  if (!NAME.test(name) || name.length > MAX_NAME_LENGTH) {
    return `must have a name of lower-case words joined by hyphens, got ${JSON.stringify(name)}`;
  }
  const micros = parseDuration(freshFor);
  if (micros === undefined) return `must say freshFor as a duration such as PT30S, got ${JSON.stringify(freshFor)}`;
  return {
    name,
    description,
    parameters,
    parametersSchema: parametersSchema(parameters),
    resultSchema: result,
    freshFor,
    freshForMillis: micros / 1000,
    calculation,
  };
}
