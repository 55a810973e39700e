import { plainToInstance } from "class-transformer";
import { validateSync, type ValidationError } from "class-validator";
import { InvalidBodyError, type RequestFault } from "../../request-errors.js";

/**
 * Reads a JSON object into the class that describes it. Not for readings' values: their numbers would lose digits.
 * @param isFaultless tells some contents that are the class's as they are, so that they need not be looked at rule by rule
 * @throws InvalidBodyError with every fault, unknown fields among them
 */
export function readJsonBody<T extends object>(
  target: new () => T,
  text: string,
  isFaultless: (content: object) => boolean = () => false,
): T {
  const content = parse(text);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new InvalidBodyError([{ path: "", detail: "must be an object" }]);
  }
  if (isFaultless(content)) return Object.assign(new target(), content);
  const instance = plainToInstance(target, content);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0) throw new InvalidBodyError(errors.flatMap((error) => faultsOf(error, "")));
  return instance;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidBodyError([{ path: "", detail: (error as SyntaxError).message }]);
  }
}

function faultsOf({ property, constraints, children }: ValidationError, parent: string): RequestFault[] {
  const path = `${parent}/${property.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const own = Object.values(constraints ?? {}).map((detail) => ({ path, detail }));
  return [...own, ...(children ?? []).flatMap((child) => faultsOf(child, path))];
}
