import type { FieldClass } from "./field.js";

export interface ClassDescription {
  readonly description: string;
  readonly examples: readonly object[];
}

const descriptions = new WeakMap<object, ClassDescription>();

/** Says what objects of a class are, for the JSON Schema. */
export function Described(description: string, ...examples: object[]): ClassDecorator {
  return (target) => {
    descriptions.set(target, { description, examples });
  };
}

export function descriptionOf(target: FieldClass): ClassDescription {
  const description = descriptions.get(target);
  if (description === undefined) {
    throw new TypeError(`${target.name} is not decorated with @Described`);
  }
  return description;
}
