import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.js";

/** The options of a command by their long names. */
export type OptionTable = Readonly<Record<string, Option>>;

export interface Option {
  type: "string" | "boolean";
  multiple?: true;
  short?: string;
  /** What stands for its value in the help, as `FILE`. */
  value?: string;
  description: string;
}

type ValueOf<O extends Option> = O extends { type: "boolean" }
  ? boolean
  : O extends { multiple: true }
    ? string[]
    : string;

/** What was said on the command line. */
export interface Invocation<O extends OptionTable> {
  values: { [Name in keyof O]?: ValueOf<O[Name]> };
  arguments: string[];
}

/** @throws UsageError for an option that there is not, or one without its value */
export function parseInvocation<O extends OptionTable>(options: O, args: readonly string[]): Invocation<O> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: { ...options }, allowPositionals: true });
    return { values: values as Invocation<O>["values"], arguments: positionals };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The options in the help, a line each. */
export function describeOptions(options: OptionTable): string {
  const rows = Object.entries(options).map(([name, { short, type, value = "VALUE", description }]) => ({
    left: `${short ? `-${short}, ` : "    "}--${name}${type === "string" ? ` ${value}` : ""}`,
    description,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.map(({ left, description }) => `  ${left.padEnd(width)}  ${description}`).join("\n");
}
