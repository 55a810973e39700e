import { parseArgs } from "node:util";

/** A command line that asks for what there is not; its message is all that a person needs. */
export class UsageError extends Error {}

/** How a benchmark is told something on the command line. */
export interface Option<Value> {
  description: string;
  /** What stands for the value in the help; a flag has none. */
  placeholder?: string;
  fallback: Value;
  /** Makes the value of its text; `undefined` if it is not acceptable. */
  parse?: (text: string) => Value | undefined;
}

type Options = Record<string, Option<unknown>>;
type ValuesOf<Given extends Options> = {
  [Name in keyof Given]: Given[Name] extends Option<infer Value> ? Value : never;
};

/** One subject that is measured. */
export interface Benchmark {
  description: string;
  /** How long it takes without options, roughly. */
  duration: string;
  options: Options;
  /** @throws UsageError */
  run(args: readonly string[]): Promise<void>;
}

export function benchmark<Given extends Options>({
  run,
  ...about
}: Omit<Benchmark, "run" | "options"> & {
  options: Given;
  run: (values: ValuesOf<Given>) => Promise<void>;
}): Benchmark {
  return { ...about, run: (args) => run(readOptions(about.options, args)) };
}

/** A number, of at least `least`. */
export function number(fallback: number, description: string, least = 0): Option<number> {
  return {
    description,
    placeholder: "N",
    fallback,
    parse: (text) => (text.trim() !== "" && Number(text) >= least ? Number(text) : undefined),
  };
}

export function wholeNumber(fallback: number, description: string): Option<number> {
  return { ...number(fallback, description), parse: parseWhole };
}

export function wholeNumbers(fallback: number[], description: string): Option<number[]> {
  const parse = (text: string): number[] | undefined => {
    const numbers = text.split(",").map(parseWhole);
    return numbers.every((each) => each !== undefined) ? numbers : undefined;
  };
  return { description, placeholder: "N,N", fallback, parse };
}

export function pattern(description: string): Option<RegExp> {
  const parse = (text: string): RegExp | undefined => {
    try {
      return new RegExp(text);
    } catch {
      return undefined;
    }
  };
  return { description, placeholder: "PATTERN", fallback: /(?:)/, parse };
}

export function flag(description: string): Option<boolean> {
  return { description, fallback: false };
}

export function words(description: string): Option<string[]> {
  return {
    description,
    placeholder: "WORDS",
    fallback: [],
    parse: (text) => text.split(" ").filter((word) => word !== ""),
  };
}

/** How often everything is measured. */
export function runs(fallback: number): Option<number> {
  return wholeNumber(fallback, "how often each is measured");
}

/** One of a benchmark's options that may be left out. */
export function optional<Value>(option: Option<Value>): Option<Value | undefined> {
  return { ...option, fallback: undefined };
}

/** What a person needs to know who runs it. */
export function helpOf(name: string, { description, duration, options }: Benchmark): string {
  const lines = Object.entries(options).map(([option, { description: what, placeholder, fallback }]) => {
    const given = `--${option}${placeholder === undefined ? "" : ` ${placeholder}`}`;
    const isSaid =
      placeholder !== undefined && fallback !== undefined && !(fallback instanceof RegExp) && String(fallback) !== "";
    return `  ${given.padEnd(20)} ${what}${isSaid ? ` (${String(fallback)})` : ""}`;
  });
  return [`Usage: npm run bench -- ${name} [options]`, "", description, `Takes ${duration}.`, "", ...lines].join("\n");
}

/** @throws UsageError */
export function readOptions<Given extends Options>(options: Given, args: readonly string[]): ValuesOf<Given> {
  const texts = parse(options, args);
  const values = Object.entries(options).map(([name, option]) => {
    const text = texts[name];
    if (typeof text !== "string") return [name, text ?? option.fallback];
    const value = option.parse!(text);
    if (value === undefined) throw new UsageError(`--${name} cannot be ${JSON.stringify(text)}`);
    return [name, value];
  });
  return Object.fromEntries(values) as ValuesOf<Given>;
}

function parse(options: Options, args: readonly string[]): Record<string, string | boolean | undefined> {
  const types = Object.entries(options).map(([name, option]) => [
    name,
    { type: option.parse === undefined ? "boolean" : "string" } as const,
  ]);
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries(types) as Record<string, { type: "string" }> })
      .values;
  } catch (error) {
    // The rest of Node.js's message speaks of positional arguments, of which there are none here.
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

function parseWhole(text: string): number | undefined {
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}
