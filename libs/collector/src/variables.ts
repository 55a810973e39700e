import { ConfigurationError } from "@binnacle/errors";
import { millisecondsOf } from "./milliseconds-of.js";

/** How an environment variable is read. */
export interface Variable<T> {
  /** What must stand there, as it completes `X must be …`. */
  readonly must: string;
  /** `undefined`: it must be set. */
  readonly fallback: { readonly value: T } | undefined;
  /** `undefined`: the text is none. */
  parse(text: string): T | undefined;
  /** Whether a fault may quote what stands there. */
  readonly isSecret: boolean;
}

export interface VariableOptions<T> {
  /** What it is, for whoever has to set it: `a token of GitLab with the scope read_api`. */
  description?: string;
  /** Used where the variable is not set or empty; without it the variable must be set. `null` makes it optional. */
  default?: T;
}

type Read<T, O> = O extends { default: null } ? T | null : T;

function readBy<T, O extends VariableOptions<T | null>>(
  kind: string,
  parse: (text: string) => T | undefined,
  { description, default: fallback }: O,
  isSecret = false,
): Variable<Read<T, O>> {
  return {
    must: description === undefined ? kind : `${kind}: ${description}`,
    fallback: fallback === undefined ? undefined : { value: fallback as Read<T, O> },
    parse: (text) => parse(text) as Read<T, O> | undefined,
    isSecret,
  };
}

/** Any text. */
function text<const O extends VariableOptions<string | null>>(options?: O): Variable<Read<string, O>> {
  return readBy<string, O>("a text", (text) => text, (options ?? {}) as O);
}

/** A text that no message may quote. */
function secret<const O extends VariableOptions<string | null>>(options?: O): Variable<Read<string, O>> {
  return readBy<string, O>("a secret", (text) => text, (options ?? {}) as O, true);
}

/** A URL of `http` or `https`. It may hold a password, so that no message quotes it. */
function url<const O extends VariableOptions<string | null>>(options?: O): Variable<Read<string, O>> {
  const parse = (text: string): string | undefined => (/^https?:/i.test(text) && URL.canParse(text) ? text : undefined);
  return readBy<string, O>("a URL like https://host/path", parse, (options ?? {}) as O, true);
}

/** A whole number within bounds, by default from 0. */
function integer<const O extends VariableOptions<number | null> & { min?: number; max?: number }>(
  options?: O,
): Variable<Read<number, O>> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = options ?? {};
  const parse = (text: string): number | undefined => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };
  const bounds = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  return readBy<number, O>(`a whole number ${bounds}`, parse, (options ?? {}) as O);
}

/** A duration like `30s`, in milliseconds; so is the default. */
function duration<const O extends VariableOptions<number | null>>(options?: O): Variable<Read<number, O>> {
  const parse = (text: string): number | undefined => {
    try {
      return millisecondsOf(text);
    } catch {
      return undefined;
    }
  };
  return readBy<number, O>("a duration like 250ms, 30s, 5m, 2h or 1d", parse, (options ?? {}) as O);
}

/** `true` or `false`. */
function flag<const O extends VariableOptions<boolean | null>>(options?: O): Variable<Read<boolean, O>> {
  const parse = (text: string): boolean | undefined => (text === "true" ? true : text === "false" ? false : undefined);
  return readBy<boolean, O>("true or false", parse, (options ?? {}) as O);
}

/** One of several words. */
function choice<const W extends string, const O extends VariableOptions<W | null>>(
  words: readonly W[],
  options?: O,
): Variable<Read<W, O>> {
  return readBy<W, O>(
    `one of ${words.join(", ")}`,
    (text) => words.find((word) => word === text),
    (options ?? {}) as O,
  );
}

/** The kinds of variables that there are. */
export const variable = { text, secret, url, integer, duration, flag, choice };

/**
 * What a collector that runs by itself is configured with, read from the environment, typed.
 * @throws ConfigurationError with a line for each variable that is missing or cannot be read; secrets are not quoted
 */
export function readVariables<V extends Record<string, Variable<unknown>>>(
  variables: V,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { [Name in keyof V]: V[Name] extends Variable<infer T> ? T : never } {
  const faults: string[] = [];
  const read = Object.entries(variables).map(([name, { must, fallback, parse, isSecret }]) => {
    const given = environment[name]?.trim() ?? "";
    if (given === "" && fallback) return [name, fallback.value];
    const value = given === "" ? undefined : parse(given);
    const found = given === "" ? "it is not set" : isSecret ? "it is not" : `it is ${JSON.stringify(given)}`;
    if (value === undefined) faults.push(`${name} must be ${must}; ${found}`);
    return [name, value];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  return Object.fromEntries(read) as never;
}
