import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigurationError } from "@binnacle/errors";
import { calculationOptions, type Calculation } from "../calculation.js";

type CalculationClass = new () => Calculation<never>;

/**
 * Imports packages, by name or by the path of their main file, and makes one instance of each calculation class that they export. This is
 * trusted code: it runs in the process, with all that the process may do.
 * @param directory what paths, which begin with `.` or `/`, are relative to
 * @throws ConfigurationError that names every package that cannot be imported or exports no calculation
 */
export async function loadPlugins(specifiers: readonly string[], directory: string): Promise<Calculation<never>[]> {
  const faults: string[] = [];
  const calculations: Calculation<never>[] = [];
  for (const specifier of specifiers) {
    try {
      const classes = calculationClasses((await import(moduleOf(specifier, directory))) as object);
      if (classes.length === 0) faults.push(`${specifier} exports no class that is decorated with @Calculation`);
      for (const CalculationClass of classes) calculations.push(new CalculationClass());
    } catch (error) {
      faults.push(`${specifier} cannot be loaded: ${(error as Error).message}`);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return calculations;
}

/** Each once, though it may be exported under several names. */
function calculationClasses(module: object): CalculationClass[] {
  const classes = Object.values(module).filter((exported) => calculationOptions(exported) !== undefined);
  return [...new Set(classes as CalculationClass[])];
}

function moduleOf(specifier: string, directory: string): string {
  const isPath = specifier.startsWith(".") || isAbsolute(specifier);
  return isPath ? pathToFileURL(resolve(directory, specifier)).href : specifier;
}
