import { parseArgs } from "node:util";
import { ConfigurationError } from "@binnacle/errors";
import { readTokenFile } from "./token-file.js";
import { hashText, makeToken } from "./token.js";

const USAGE = `Usage: npm run token -- --name NAME --scope SCOPE [--scope SCOPE]...

  --name NAME          who will hold it; unique in the file
  --scope SCOPE        read, admin, metrics, publish:SOURCE:TYPE or remove:SOURCE:TYPE, with * for any run of characters
  --source SOURCE      what records come from that name no source; not needed where the scopes name just one
  --expires-on TIME    such as 2027-01-31T00:00:00Z; never without

Makes a token, prints it, this once, and the entry to add to the file that BINNACLE_TOKENS_FILE names. Nothing is kept.
`;

export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
}

/** Runs the command and returns its exit code. */
export function runTokenCommand(args: readonly string[], output: CommandOutput): number {
  try {
    const { name, scope = [], source, "expires-on": expiresOn, help } = readArguments(args);
    if (help) {
      output.out(USAGE);
      return 0;
    }
    const token = makeToken();
    const entry = { name, hash: hashText(token), scopes: scope, source, expiresOn };
    readTokenFile({ tokens: [entry] }, "the new token");
    output.out(
      `The token, shown this once:\n\n  ${token}\n\nIts entry in the file that BINNACLE_TOKENS_FILE names:\n\n`,
    );
    output.out(`tokens:\n${printEntry(entry)}`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    output.err(`${error.message}\n`);
    return 1;
  }
}

function readArguments(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    name: text,
    scope: { type: "string", multiple: true },
    source: text,
    "expires-on": text,
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ConfigurationError([`${(error as Error).message.split(". ", 1)[0]}. Try --help.`]);
  }
}

/** JSON's texts are YAML's, and need no thought about what YAML takes for something else. */
function printEntry(entry: object): string {
  const lines = Object.entries(entry).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`],
  );
  return `  - ${lines.join("\n    ")}\n`;
}
