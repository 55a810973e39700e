import { createRequire } from "node:module";
import type { Command, Terminal } from "./command/command.js";
import { describeFailure } from "./command/describe-failure.js";
import { describeOptions, type OptionTable, parseInvocation } from "./command/parse-invocation.js";
import { UsageError } from "./command/usage-error.js";
import { getCommand } from "./get/get.command.js";
import { publishCommand } from "./publish/publish.command.js";
import { tailCommand } from "./tail.command.js";
import { validateCommand } from "./validate.command.js";

const COMMANDS: readonly Command[] = [publishCommand, validateCommand, getCommand, tailCommand];
const HELP = { help: { type: "boolean", short: "h", description: "prints this" } } as const;

/** Runs one command; gives the exit code: 0, 1 if something was refused or failed, 2 if the command line makes no sense. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  const command = COMMANDS.find((candidate) => candidate.name === name);
  try {
    if (!command) return runWithoutCommand(name, terminal);
    const options: OptionTable = { ...command.options, ...HELP };
    const { values, arguments: given } = parseInvocation(options, rest);
    if (values["help"]) {
      terminal.stdout.write(helpOf(command));
      return 0;
    }
    return await command.run({ values, arguments: given }, terminal);
  } catch (error) {
    if (terminal.signal.aborted) return 0;
    const isUsage = error instanceof UsageError;
    const hint = isUsage ? `\nbinnacle${command ? ` ${command.name}` : ""} --help says more` : "";
    terminal.stderr.write(`binnacle: ${describeFailure(error)}${hint}\n`);
    return isUsage ? 2 : 1;
  }
}

function runWithoutCommand(name: string | undefined, { stdout }: Terminal): number {
  switch (name) {
    case "--version":
      stdout.write(`${(createRequire(import.meta.url)("../package.json") as { version: string }).version}\n`);
      return 0;
    case undefined:
    case "help":
    case "-h":
    case "--help":
      stdout.write(help());
      return name === undefined ? 2 : 0;
    default:
      throw new UsageError(
        `there is no command "${name}"; there are ${COMMANDS.map((command) => command.name).join(", ")}`,
      );
  }
}

function help(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const commands = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `usage: binnacle COMMAND [options]

${commands.join("\n")}

  binnacle COMMAND --help says more of one. BINNACLE_URL is the provider (http://127.0.0.1:3000),
  BINNACLE_TOKEN the token for it, where it asks for one.
`;
}

function helpOf({ name, usage, summary, details, options }: Command): string {
  return [
    `usage: binnacle ${name} ${usage}`,
    summary,
    ...(details === undefined ? [] : [details]),
    `${describeOptions({ ...options, ...HELP })}\n`,
  ].join("\n\n");
}
