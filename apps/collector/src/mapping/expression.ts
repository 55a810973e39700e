import jsonata from "jsonata";
import { ValidateBy, type ValidationOptions } from "class-validator";

/**
 * What one evaluation may take, by the guards that JSONata documents (its options `timeout`, `stack` and `sequence`). They are looked at
 * between two steps of an evaluation: a single regular expression that backtracks for ever is not interrupted.
 */
const LIMITS = { timeout: 2_000, stack: 1_000, sequence: 1_000_000 };

/** Values that an expression may use by `$name`. */
export type Bindings = Readonly<Record<string, unknown>>;

/** What went wrong in one expression, with the place within it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/**
 * A JSONata expression (https://docs.jsonata.org) with limits, and with the function `$reference(type, name)`, which gives the reference
 * that a reading holds to another Resource, or nothing where there is no name.
 */
export class Expression {
  private readonly compiled: jsonata.Expression;

  /** @throws ExpressionError if the text is no JSONata */
  constructor(readonly text: string) {
    try {
      this.compiled = jsonata(text, LIMITS);
    } catch (error) {
      throw new ExpressionError(describe(error));
    }
    this.compiled.registerFunction("reference", reference);
  }

  /**
   * What it gives of this input; `undefined` for nothing.
   * @throws ExpressionError if it cannot be evaluated, or breaks a limit
   */
  async evaluate(input: unknown, bindings: Bindings = {}): Promise<unknown> {
    let result: unknown;
    try {
      result = await this.compiled.evaluate(input, bindings);
    } catch (error) {
      throw new ExpressionError(describe(error));
    }
    if (isFunction(result)) throw new ExpressionError("gives a function: is it called without (…)?");
    return result;
  }
}

/** A JSONata expression, compiled here once so that what is wrong with it is said at the start. */
export function IsExpression(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: "isExpression",
      constraints: [{ schema: { type: "string", minLength: 1 } }],
      validator: {
        validate: (value: unknown) => faultOfExpression(value) === undefined,
        defaultMessage: (args) => `$property ${faultOfExpression(args?.value) ?? ""}`,
      },
    },
    options,
  );
}

/** Why this is no expression; `undefined` if it is one. */
export function faultOfExpression(text: unknown): string | undefined {
  if (typeof text !== "string" || text.trim() === "") return "must be a JSONata expression, as text";
  try {
    jsonata(text);
    return undefined;
  } catch (error) {
    return `is no JSONata: ${describe(error)}`;
  }
}

function reference(type: unknown, name: unknown): object | undefined {
  return name === undefined || name === null || name === "" ? undefined : { resourceType: type, resourceName: name };
}

function isFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null && ("_jsonata_function" in value || "_jsonata_lambda" in value);
}

/** JSONata throws plain objects, and what the runtime throws as it is. */
function describe(error: unknown): string {
  const { message, position } = error as { message?: string; position?: number };
  const place = position === undefined ? "" : ` (at character ${position})`;
  return `${message ?? String(error)}${place}`;
}
