import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { plainToInstance } from "class-transformer";
import { validateSync, type ValidationError } from "class-validator";

/**
 * Validates the content of a configuration file against a class-validator DTO. Unknown keys are faults: they are mostly typing errors.
 * @param where what the faults name first, such as the file's path
 * @throws ConfigurationError with one line a fault, such as `binnacle.yaml: sources[0].interval must be an integer`
 */
export function validateConfiguration<C extends object>(shape: new () => C, content: unknown, where: string): C {
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new ConfigurationError([`${where} must hold a mapping of keys to values`]);
  }
  const instance = plainToInstance(shape, content);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0) throw new ConfigurationError(faultsOf(errors, "").map((fault) => `${where}: ${fault}`));
  return instance;
}

function faultsOf(errors: readonly ValidationError[], parent: string): string[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const path = join(parent, property);
    const own = Object.entries(constraints ?? {}).map(([constraint, message]) =>
      constraint === "whitelistValidation" ? `${path} is not a known key` : placed(message, property, path),
    );
    return [...own, ...faultsOf(children ?? [], path)];
  });
}

/** Rules of the contract name no property, since records are told of a path apart; what an element is names its list. */
function placed(message: string, property: string, path: string): string {
  const words = message.split(" ");
  const at = words.indexOf(property);
  if (at !== -1) return words.with(at, path).join(" ");
  // What is within the property's value has named it already.
  if (message.startsWith(`${property}.`)) return path + message.slice(property.length);
  return path.endsWith("]") ? message : `${path} ${message}`;
}

function join(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === "" ? property : `${parent}.${property}`;
}
