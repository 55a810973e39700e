import type { Readable, Writable } from "node:stream";
import { BinnacleClient } from "@binnacle/client";
import type { Invocation, OptionTable } from "./parse-invocation.js";

/** What a command has of the world. */
export interface Terminal {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  env: Readonly<Record<string, string | undefined>>;
  /** Fires when the user wants it to end. */
  signal: AbortSignal;
}

/** A command by the name under which it is called. */
export interface Command<O extends OptionTable = OptionTable> {
  readonly name: string;
  /** What follows the name, as `[FILE…]`. */
  readonly usage: string;
  readonly summary: string;
  /** Further lines of its help. */
  readonly details?: string;
  readonly options: O;
  /** Does it; gives the exit code. */
  run(invocation: Invocation<O>, terminal: Terminal): Promise<number>;
}

/** Keeps the types of the options while a command is defined. */
export function defineCommand<const O extends OptionTable>(command: Command<O>): Command {
  return command as unknown as Command;
}

/** What all commands that speak to a provider take. */
export const PROVIDER_OPTIONS = {
  url: { type: "string", description: "the provider; else BINNACLE_URL, else http://127.0.0.1:3000" },
} as const satisfies OptionTable;

/** A client of the provider. Its token comes from the environment only: arguments are seen by everybody on the machine. */
export function clientOf(url: string | undefined, { env }: Terminal): BinnacleClient {
  const token = env["BINNACLE_TOKEN"];
  return new BinnacleClient({ baseUrl: providerUrl(url, env), ...(token ? { token } : {}) });
}

export function providerUrl(url: string | undefined, env: Terminal["env"]): string {
  return url ?? (env["BINNACLE_URL"] || "http://127.0.0.1:3000");
}
