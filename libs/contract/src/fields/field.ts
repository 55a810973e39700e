import { getMetadataStorage, IsOptional, ValidateBy, ValidateIf, ValidateNested } from "class-validator";
import type { JsonSchema } from "./json-object.js";

/** What a field must be. Validation, canonical form and JSON Schema are three views of it. */
export interface FieldRule {
  /** Names the constraint for class-validator. */
  readonly name: string;
  readonly schema: JsonSchema;
  /** The name under which the schema stands among the `$defs`; without it, it stands in place. */
  readonly definition?: string;
  /** The canonical form of a value that is neither `undefined` nor `null`; `undefined` if it breaks the rule. */
  read(value: unknown): unknown;
  /** Why such a value breaks the rule. */
  explain(value: unknown): string;
}

/** Any class with decorated fields and a constructor without arguments. */
export type FieldClass<T extends object = object> = new () => T;

export interface FieldOptions {
  readonly description?: string;
  readonly isOptional?: boolean;
  /** What `null` means. By default a fault in a required field, and in an optional one the same as absent. */
  readonly whenNull?: "fault" | "absent" | "kept";
  /** Stands in for an absent value. */
  readonly fallback?: unknown;
}

/** One decorated field. */
export interface Field extends Required<Pick<FieldOptions, "isOptional" | "whenNull">> {
  readonly name: string;
  readonly rule: FieldRule;
  readonly options: FieldOptions;
  /** The class of an object with fields of its own. */
  readonly nested?: FieldClass;
}

type FieldConstraint = Omit<Field, "name">;

/** Declares a field to class-validator, from whose metadata the reader and the JSON Schema are built too. */
export function HasRule(rule: FieldRule, options: FieldOptions = {}, nested?: FieldClass): PropertyDecorator {
  const isOptional = options.isOptional ?? false;
  const whenNull = options.whenNull ?? (isOptional ? "absent" : "fault");
  const constraint: FieldConstraint = { rule, options, isOptional, whenNull, ...(nested && { nested }) };
  const decorators = [
    ValidateBy({
      name: rule.name,
      constraints: [constraint],
      validator: {
        validate: (value: unknown) => meetsRule(value, constraint),
        defaultMessage: (args) => explainFault(args?.value, rule),
      },
    }),
    ...(isOptional ? [whenNull === "fault" ? ValidateIf((_, value) => value !== undefined) : IsOptional()] : []),
    ...(nested ? [ValidateNested()] : []),
  ];
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
}

function meetsRule(value: unknown, { rule, whenNull, nested }: FieldConstraint): boolean {
  if (value === undefined || value === null) {
    return value === null && whenNull === "kept";
  }
  // What is wrong inside of a nested object is told of its own fields.
  return nested ? value instanceof nested : rule.read(value) !== undefined;
}

function explainFault(value: unknown, rule: FieldRule): string {
  if (value === undefined) {
    return "is required";
  }
  return value === null ? "must not be null" : rule.explain(value);
}

/** The fields of a class, in the order of their declaration. */
export function fieldsOf(target: FieldClass): readonly Field[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(target, "", false, false)
    .flatMap(({ propertyName, constraints }) => {
      const constraint: unknown = constraints?.[0];
      return isFieldConstraint(constraint) ? [{ name: propertyName, ...constraint }] : [];
    });
}

function isFieldConstraint(constraint: unknown): constraint is FieldConstraint {
  return typeof constraint === "object" && constraint !== null && "rule" in constraint;
}
