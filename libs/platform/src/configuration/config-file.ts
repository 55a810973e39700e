import { readFile } from "node:fs/promises";
import { ConfigurationError } from "@binnacle/errors";
import { LineCounter, parseDocument } from "yaml";

/**
 * Reads a YAML file; an empty one is `{}`. What its content means is its reader's business.
 * @throws ConfigurationError that names the file, and for each syntax error its line and column
 */
export async function readConfigFile(path: string): Promise<unknown> {
  const lineCounter = new LineCounter();
  const document = parseDocument(await readText(path), { lineCounter, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      document.errors.map(({ pos, message }) => {
        const { line, col } = lineCounter.linePos(pos[0]);
        return `${path}:${line}:${col} is not valid YAML: ${message.replaceAll(/\s+/g, " ")}`;
      }),
    );
  }
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    throw new ConfigurationError([`${path} is not valid YAML: ${(cause as Error).message}`], { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new ConfigurationError([`${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`], { cause });
  }
}
