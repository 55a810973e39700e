import type { Reading, Resource } from "@binnacle/client";
import { UsageError } from "../command/usage-error.js";
import { write } from "../output/printer.js";
import { printTable } from "../output/table.js";
import { expectFilters, type GetRequest } from "./get-request.js";

/** One Resource by type and name, with its readings unless others are asked for. */
export async function getResource({ client, format, filters, terminal }: GetRequest, given: string[]): Promise<void> {
  const [type, name, ...more] = given;
  if (type === undefined || name === undefined || more.length > 0) {
    throw new UsageError("give it a type and a name, as in: binnacle get resource Service orders");
  }
  expectFilters(filters, "resource", ["readings"]);
  const query = { type, name, readings: filters.readings ?? "*" };
  const { data } = await client.api.GET("/resources/by-name", {
    params: { query },
    parseAs: "text",
    signal: terminal.signal,
  });
  const text = data as unknown as string;
  if (format !== "table") {
    await write(terminal.stdout, `${text.trimEnd()}\n`);
    return;
  }
  const resource = JSON.parse(text) as Resource & { readings?: Record<string, Reading> };
  const { readings = {}, ...own } = resource;
  await write(
    terminal.stdout,
    printTable(
      [
        { heading: "field", cell: ([field]: [string, unknown]) => field },
        { heading: "value", cell: ([, value]: [string, unknown]) => value },
      ],
      Object.entries(own),
    ),
  );
  await write(terminal.stdout, "\n");
  await write(
    terminal.stdout,
    printTable(
      [
        { heading: "reading", cell: ({ type }: Reading) => type },
        { heading: "collected", cell: ({ collectedOn }: Reading) => collectedOn },
        { heading: "source", cell: ({ source }: Reading) => source },
        { heading: "value", cell: ({ value }: Reading) => JSON.stringify(value) },
      ],
      Object.values(readings),
    ),
  );
}
