import "reflect-metadata";
import { plainToInstance } from "class-transformer";
import { getMetadataStorage } from "class-validator";

export type JsonSchema = { [keyword: string]: unknown };

/** A class whose decorators describe a part of a configuration file. */
export type Shape = new () => object;

/** What people are told of a class, or of one of its properties. */
export type Describe = (shape: string, property?: string) => string | undefined;

interface Rule {
  /** The constraint's name, or what kind of metadata it is where it is none. */
  name: string;
  constraints: readonly unknown[];
  each: boolean;
}

/**
 * What class-validator's own decorators mean in JSON Schema. One of ours says it itself: `constraints: [{ schema }]`, and those of the
 * contract's fields `constraints: [{ rule: { schema } }]`.
 */
const SCHEMAS: Record<string, (constraints: readonly unknown[]) => JsonSchema> = {
  isString: () => ({ type: "string" }),
  isNotEmpty: () => ({ minLength: 1 }),
  isBoolean: () => ({ type: "boolean" }),
  isInt: () => ({ type: "integer" }),
  isNumber: () => ({ type: "number" }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  isPort: () => ({ type: "string", pattern: "^[0-9]{1,5}$" }),
  isUrl: () => ({ type: "string", format: "uri" }),
  isObject: () => ({ type: "object" }),
  isArray: () => ({ type: "array" }),
  min: ([least]) => ({ minimum: least }),
  max: ([most]) => ({ maximum: most }),
  minLength: ([least]) => ({ minLength: least }),
  maxLength: ([most]) => ({ maxLength: most }),
  isLength: ([least, most]) => ({ minLength: least, ...(most !== undefined && { maxLength: most }) }),
  isIn: ([values]) => ({ enum: values }),
  isEnum: ([, values]) => ({ enum: values }),
  equals: ([value]) => ({ const: value }),
  matches: ([pattern]) => ({ type: "string", pattern: (pattern as RegExp).source }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayMinSize: ([least]) => ({ minItems: least }),
  arrayMaxSize: ([most]) => ({ maxItems: most }),
};

/**
 * Gives JSON Schemas (draft 07, which editors know) of class-validator DTOs. They say what can be said in JSON Schema: that a duration
 * parses, or that two names differ, is still the validation's to say.
 */
export class ConfigurationSchemas {
  /** By the names of their classes. */
  readonly definitions: Record<string, JsonSchema> = {};
  private readonly shapes = new Map<string, Shape>();

  constructor(private readonly describe: Describe) {}

  /** The schema of a class, as a reference to its definition. */
  reference(shape: Shape): JsonSchema {
    const name = this.nameOf(shape);
    if (!(name in this.definitions)) {
      // Before it is complete, for the class that refers to itself.
      this.definitions[name] = {};
      Object.assign(this.definitions[name], this.define(shape));
    }
    return { $ref: `#/definitions/${name}` };
  }

  /** Sources may call their classes alike. */
  private nameOf(shape: Shape): string {
    for (let number = 1; ; number++) {
      const name = number === 1 ? shape.name : `${shape.name}${number}`;
      const known = this.shapes.get(name);
      if (known === undefined) this.shapes.set(name, shape);
      if (known === undefined || known === shape) return name;
    }
  }

  private define(shape: Shape): JsonSchema {
    const defaults = new shape() as Record<string, unknown>;
    const rules = rulesOf(shape);
    const required = [...rules].filter(([name, own]) => !isOptional(own) && defaults[name] === undefined);
    return {
      ...described(this.describe(shape.name)),
      type: "object",
      properties: Object.fromEntries(
        [...rules].map(([name, own]) => [name, this.property(shape, name, own, defaults[name])]),
      ),
      ...(required.length > 0 && { required: required.map(([name]) => name) }),
      additionalProperties: false,
    };
  }

  private property(shape: Shape, name: string, rules: readonly Rule[], fallback: unknown): JsonSchema {
    const annotations = {
      ...described(this.describe(shape.name, name)),
      ...(isPlain(fallback) && { default: fallback }),
    };
    const isList = rules.some((rule) => rule.name === "isArray" || rule.each);
    if (rules.some((rule) => rule.name === "nestedValidation")) {
      const nested = this.reference(nestedShape(shape, name, isList));
      // Beside `$ref` draft 07 reads nothing.
      return isList
        ? { ...annotations, ...merged(rules.filter(({ each }) => !each)), items: nested }
        : { ...annotations, allOf: [nested] };
    }
    const own = merged(rules.filter(({ each }) => !each));
    const ofItems = merged(rules.filter(({ each }) => each));
    if (isList)
      return { ...annotations, type: "array", ...own, ...(Object.keys(ofItems).length > 0 && { items: ofItems }) };
    const saysType = "type" in own || "enum" in own;
    // A rule may have a description of its own; that of the property says more.
    return { ...annotations, ...own, ...annotations, ...(saysType ? {} : plainTypeOf(shape, name)) };
  }
}

/** The rules of each property, in the order of their declaration. */
function rulesOf(shape: Shape): Map<string, Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(shape, "", false, false)) {
    const { propertyName, name, type, constraints, each } = metadata;
    const own = rules.get(propertyName) ?? [];
    own.push({ name: name ?? type, constraints: (constraints as unknown[] | undefined) ?? [], each: each ?? false });
    rules.set(propertyName, own);
  }
  return rules;
}

function isOptional(rules: readonly Rule[]): boolean {
  return rules.some(({ name }) => name === "isOptional" || name === "conditionalValidation");
}

function merged(rules: readonly Rule[]): JsonSchema {
  return Object.assign(
    {},
    ...rules.map(({ name, constraints }) => {
      const [own] = constraints as { schema?: JsonSchema; rule?: { schema?: JsonSchema } }[];
      return own?.schema ?? own?.rule?.schema ?? SCHEMAS[name]?.(constraints) ?? {};
    }),
  ) as JsonSchema;
}

/** Which class class-transformer makes of what stands there. */
function nestedShape(shape: Shape, property: string, isList: boolean): Shape {
  const made = plainToInstance(shape, { [property]: isList ? [{}] : {} }) as Record<string, unknown>;
  const value = isList ? (made[property] as unknown[])[0] : made[property];
  return (value as object).constructor as Shape;
}

/** By the declaration in TypeScript, where that is a plain one. */
function plainTypeOf(shape: Shape, property: string): JsonSchema {
  const declared: unknown = Reflect.getMetadata("design:type", shape.prototype as object, property);
  if (declared === String) return { type: "string" };
  return declared === Boolean ? { type: "boolean" } : declared === Number ? { type: "number" } : {};
}

function described(description: string | undefined): JsonSchema {
  return description === undefined ? {} : { description };
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return (
    value !== undefined &&
    value !== null &&
    (typeof value !== "object" || (Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length > 0))
  );
}
