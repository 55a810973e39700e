import { readFile, rename, writeFile } from "node:fs/promises";
import type { BinnacleClient, ChangeEvent } from "@binnacle/client";
import { clientOf, defineCommand, PROVIDER_OPTIONS } from "./command/command.js";
import { describeFailure } from "./command/describe-failure.js";
import { UsageError } from "./command/usage-error.js";
import { write } from "./output/printer.js";

const FORMATS = ["text", "ndjson"];

export const tailCommand = defineCommand({
  name: "tail",
  usage: "[options]",
  summary: "Prints what changes in the catalog, as it changes, until it is stopped.",
  details: `  Connections that are lost are made again, and nothing is left out. With --state the next call goes on
  where this one ended, for up to 24 hours; what was missed after that is said on standard error.`,
  options: {
    ...PROVIDER_OPTIONS,
    type: { type: "string", multiple: true, description: "changes of Resources of this type; repeatable" },
    "reading-type": {
      type: "string",
      multiple: true,
      value: "TYPE",
      description: "changes of readings of this type; repeatable",
    },
    after: { type: "string", value: "ID", description: "goes on after this event" },
    state: { type: "string", value: "FILE", description: "keeps there where it is, and goes on from there" },
    count: { type: "string", value: "COUNT", description: "ends after so many changes" },
    output: {
      type: "string",
      short: "o",
      value: "FORMAT",
      description: "text, or ndjson as the provider sends it (text)",
    },
  },
  async run({ values, arguments: given }, terminal) {
    const { type, "reading-type": readingType, state, output = "text", count } = values;
    if (given.length > 0) throw new UsageError(`tail takes no "${given[0]}"`);
    if (!FORMATS.includes(output)) throw new UsageError(`--output ${output}: there is only ${FORMATS.join(", ")}`);
    if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count))
      throw new UsageError(`--count ${count} is no whole number from 1`);
    let left = count === undefined ? Number.POSITIVE_INFINITY : Number(count);
    const client = clientOf(values.url, terminal);
    const lastEventId = values.after ?? (state === undefined ? undefined : await readState(state));
    const events = client.changes({
      ...(type && { type }),
      ...(readingType && { readingType }),
      ...(lastEventId !== undefined && { lastEventId }),
      signal: terminal.signal,
      onConnect: () => terminal.stderr.write("following\n"),
      onDisconnect: (error) => terminal.stderr.write(`connection lost: ${describeFailure(error)}; trying again\n`),
    });
    for await (const event of events) {
      if (event.event === "reset")
        terminal.stderr.write("what changed meanwhile is not known any more: read everything again\n");
      await write(terminal.stdout, output === "ndjson" ? `${JSON.stringify(event)}\n` : await lineOf(event, client));
      // Only what was printed counts as seen.
      if (state !== undefined) await writeState(state, event.id);
      if (event.event === "change" && --left === 0) break;
    }
    return 0;
  },
});

/** The feed names Resources by id only; one that was removed meanwhile has no name any more. */
async function lineOf(event: ChangeEvent, client: BinnacleClient): Promise<string> {
  if (event.event === "reset") return "";
  const { resourceId, resourceType, change, readingTypes } = event;
  const { items } = await client.post("/resources/query", { body: { ids: [resourceId] } });
  const name = items[0]?.name ?? resourceId;
  return `${[change.padEnd(7), `${resourceType}/${name}`, ...readingTypes].join(" ")}\n`;
}

async function readState(file: string): Promise<string | undefined> {
  try {
    const id = (await readFile(file, "utf8")).trim();
    return id === "" ? undefined : id;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`--state ${file}: ${(error as Error).message}`);
  }
}

/** Written aside first: a process that is killed leaves the old state or the new one. */
async function writeState(file: string, id: string): Promise<void> {
  await writeFile(`${file}.tmp`, `${id}\n`);
  await rename(`${file}.tmp`, file);
}
