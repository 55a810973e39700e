import { validateSync, type ValidationError } from "class-validator";
import { fieldsOf, type FieldClass } from "./field.js";
import { isJsonObject, plainNumber, type ObjectInput } from "./json-object.js";
import { ANY_VALUE } from "./rules.js";

/** One thing that is wrong. `path` is a JSON Pointer (RFC 6901) within what was checked, `""` for all of it. */
export interface Fault {
  path: string;
  detail: string;
}

/** Has class-validator find every fault of an object. */
export function explainFaults(target: FieldClass, input: ObjectInput): Fault[] {
  const errors = validateSync(toInstance(target, input), { validationError: { target: false, value: false } });
  return errors.flatMap((error) => faultsOf(error, ""));
}

/**
 * An instance for class-validator that holds nothing but the declared fields. class-transformer would walk through a reading's value, whose
 * keys and numbers are the publisher's own.
 */
function toInstance(target: FieldClass, input: ObjectInput): object {
  const instance = new target() as Record<string, unknown>;
  for (const { name, rule, whenNull, nested } of fieldsOf(target)) {
    const given = input[name];
    if (given === null && whenNull === "absent") {
      continue;
    }
    const value = rule === ANY_VALUE ? given : plainNumber(given);
    instance[name] = nested && isJsonObject(value) ? toInstance(nested, value) : value;
  }
  return instance;
}

/** What class-validator adds of its own accord when a nested object is none. */
const NESTED_VALIDATION = "nestedValidation";

function faultsOf({ property, constraints = {}, children = [] }: ValidationError, parent: string): Fault[] {
  const path = `${parent}/${property}`;
  const details = Object.keys(constraints).filter((name) => name !== NESTED_VALIDATION);
  return details.length > 0
    ? details.map((name) => ({ path, detail: constraints[name]! }))
    : children.flatMap((child) => faultsOf(child, path));
}
