import { describeEnvironment } from "../configuration/environment.js";
import type { AppFlag } from "./app-flag.js";

interface Described {
  name: string;
  description: string;
  environment: new () => object;
  flags?: Record<string, AppFlag>;
}

/** What `--help` prints. */
export function helpText({ name, description, environment, flags = {} }: Described): string {
  const rows = Object.entries(flags).map(([flag, { type, description: text }]) => ({
    usage: `--${flag}${type === "string" ? " VALUE" : ""}`,
    text,
  }));
  rows.push({ usage: "--help", text: "prints this" }, { usage: "--version", text: "prints the version" });
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return [
    `binnacle ${name}: ${description}`,
    "",
    "Flags:",
    ...rows.map(({ usage, text }) => `  ${usage.padEnd(width)}  ${text}`),
    "",
    "Environment (default):",
    ...describeEnvironment(environment).map((line) => `  ${line}`),
    "",
  ].join("\n");
}
