import type { JsonSchema } from "@binnacle/contract";
import { getMetadataStorage, ValidateBy } from "class-validator";

/** What a parameter must be. The check, the typed value and the JSON Schema are views of it. */
export interface ParameterRule {
  /** Completes the sentence "must be …". */
  readonly expected: string;
  readonly schema: JsonSchema;
  /** The typed value of a text that is not empty; `undefined` if it is not acceptable. */
  parse(text: string): unknown;
}

export interface ParameterOptions {
  readonly description: string;
  readonly required?: boolean;
  /** May be given several times: the property is an array of at most `maxItems` (100). */
  readonly repeatable?: boolean;
  readonly maxItems?: number;
}

export interface DeclaredParameter extends ParameterOptions {
  readonly name: string;
  readonly rule: ParameterRule;
}

const DEFAULT_MAX_ITEMS = 100;

/** Why what was given is not acceptable; stands in its place until validation has reported it. */
class Refused {
  constructor(readonly detail: string) {}
}

/** Declares a property as a parameter of the same name. A property initializer is its default. */
export function Parameter(rule: ParameterRule, options: ParameterOptions): PropertyDecorator {
  return (target, property) => {
    const declared: DeclaredParameter = { ...options, rule, name: String(property) };
    ValidateBy(
      {
        name: "parameter",
        validator: {
          validate: (value) => isAcceptable(options, value),
          defaultMessage: (args) => (isRefused(args?.value) ? args.value.detail : "is required"),
        },
      },
      { context: declared },
    )(target, property);
  };
}

/** What a class declares; decorators have run before anybody asks. */
interface Declaration {
  parameters: readonly DeclaredParameter[];
  /** Nothing is validated but single parameters. */
  isPlain: boolean;
}

const DECLARATIONS = new WeakMap<new () => object, Declaration>();

/** The parameters that a class declares, its own before those of its bases. */
export function parametersOf(target: new () => object): readonly DeclaredParameter[] {
  return declarationOf(target).parameters;
}

/** Looked up once: class-validator walks through what all classes declare. */
function declarationOf(target: new () => object): Declaration {
  const known = DECLARATIONS.get(target);
  if (known) return known;
  const contexts = getMetadataStorage()
    .getTargetValidationMetadatas(target, "", false, false)
    .map(({ context }) => context as DeclaredParameter | undefined);
  const parameters = contexts.filter((context) => context !== undefined);
  const declaration = { parameters, isPlain: parameters.length === contexts.length };
  DECLARATIONS.set(target, declaration);
  return declaration;
}

/** Whether validation would find nothing, as with nearly every request: it takes longer than all else that is done with parameters. */
export function isFaultless<T extends object>(target: new () => T, values: T): boolean {
  const { parameters, isPlain } = declarationOf(target);
  return isPlain && parameters.every((parameter) => isAcceptable(parameter, Reflect.get(values, parameter.name)));
}

function isAcceptable({ required = false }: ParameterOptions, value: unknown): boolean {
  return value === undefined ? !required : !isRefused(value);
}

/** How often a repeatable parameter may be given. */
export function maxItemsOf({ maxItems = DEFAULT_MAX_ITEMS }: DeclaredParameter): number {
  return maxItems;
}

/** The typed value of what was given for a parameter: a text, or several. What is not acceptable fails the validation. */
export function readParameter(parameter: DeclaredParameter, given: unknown): unknown {
  const { rule, repeatable = false } = parameter;
  if (!Array.isArray(given)) {
    const value = readOne(rule, given);
    return repeatable && !isRefused(value) ? [value] : value;
  }
  if (!repeatable) return new Refused("may be given only once");
  if (given.length > maxItemsOf(parameter)) {
    return new Refused(`may be given at most ${maxItemsOf(parameter)} times`);
  }
  const values = given.map((each) => readOne(rule, each));
  return values.find(isRefused) ?? values;
}

function readOne(rule: ParameterRule, given: unknown): unknown {
  // A text that could not be decoded comes as something else.
  if (typeof given !== "string") return new Refused("must be percent-encoded UTF-8");
  if (given === "") return new Refused("must not be empty");
  return rule.parse(given) ?? new Refused(`must be ${rule.expected}`);
}

function isRefused(value: unknown): value is Refused {
  return value instanceof Refused;
}
