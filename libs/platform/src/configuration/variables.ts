import { getMetadataStorage, ValidateBy } from "class-validator";

/** What a variable is for, said once: `--help`, faults and the checks all read it here. */
export interface VariableOptions {
  description: string;
  /** May be left unset without a default. */
  optional?: boolean;
  /** Its value is never printed. */
  secret?: boolean;
}

export interface VariableRule {
  /** Completes the sentence "NAME must be …". */
  expected: string;
  /** The typed value of the variable's text, or `undefined` where the text is not acceptable. */
  parse(text: string): unknown;
}

export interface DescribedVariable extends VariableOptions, VariableRule {
  name: string;
}

/** Marks a property as an environment variable of the same name. A property initializer is its default. */
export function Variable(rule: VariableRule, options: VariableOptions): PropertyDecorator {
  return (target, property) => {
    const described: DescribedVariable = { ...rule, ...options, name: String(property) };
    ValidateBy(
      {
        name: "environmentVariable",
        validator: {
          validate: (value) => (value === undefined ? options.optional === true : !(value instanceof Unacceptable)),
          defaultMessage: (args) => describeFault(described, args?.value),
        },
      },
      { context: described },
    )(target, property);
  };
}

/** An integer written in decimal digits. */
export function IntegerVariable(options: VariableOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max } = options;
  return Variable(
    {
      expected: `an integer between ${min} and ${max}`,
      parse: (text) => {
        const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
        return value >= min && value <= max ? value : undefined;
      },
    },
    options,
  );
}

/** One word of a closed list. */
export function ChoiceVariable(options: VariableOptions & { choices: readonly string[] }): PropertyDecorator {
  return Variable(
    {
      expected: `one of ${options.choices.join(", ")}`,
      parse: (text) => (options.choices.includes(text) ? text : undefined),
    },
    options,
  );
}

/** A URL of one of the given schemes (`["https", "http"]`). */
export function UrlVariable(
  options: VariableOptions & { schemes: readonly string[]; example: string },
): PropertyDecorator {
  return Variable(
    {
      expected: `a URL such as ${options.example}`,
      parse: (text) =>
        URL.canParse(text) && options.schemes.includes(new URL(text).protocol.slice(0, -1)) ? text : undefined,
    },
    options,
  );
}

/** A text that matches `pattern`; any text without one. */
export function TextVariable(options: VariableOptions & { expected: string; pattern?: RegExp }): PropertyDecorator {
  return Variable(
    {
      expected: options.expected,
      parse: (text) => (options.pattern === undefined || options.pattern.test(text) ? text : undefined),
    },
    options,
  );
}

/** The variables that a class and its pieces declare, by name. */
export function variablesOf(environment: new () => object): DescribedVariable[] {
  const described = getMetadataStorage()
    .getTargetValidationMetadatas(environment, "", true, false)
    .map(({ context }) => context as DescribedVariable | undefined)
    .filter((context) => context !== undefined);
  return [...new Map(described.map((variable) => [variable.name, variable])).values()].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** Stands in for a text that its rule refused until validation has reported it. */
export class Unacceptable {
  constructor(readonly text: string) {}
}

function describeFault({ name, expected, secret }: DescribedVariable, value: unknown): string {
  const sentence = `${name} must be ${expected}`;
  if (!(value instanceof Unacceptable)) return `${sentence}, but it is not set`;
  if (secret === true) return `${sentence} (its value is not shown)`;
  const shown = value.text.length > 100 ? `${value.text.slice(0, 100)}…` : value.text;
  return `${sentence}, got ${JSON.stringify(shown)}`;
}
