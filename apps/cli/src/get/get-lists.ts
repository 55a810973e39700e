import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { BinnacleClient, Reading, Resource } from "@binnacle/client";
import { printItems } from "../output/printer.js";
import type { Column } from "../output/table.js";
import { expectFilters, expectNoArguments, type GetRequest, limitOf } from "./get-request.js";

type Embedded = Resource & { readings?: Record<string, Reading> };

export async function getResources({ client, format, filters, terminal }: GetRequest, given: string[]): Promise<void> {
  expectNoArguments(given, "resources");
  expectFilters(filters, "resources", ["type", "name-prefix", "search", "field", "readings", "limit"]);
  const { type, field, readings, search: q, "name-prefix": namePrefix } = filters;
  const query = { ...limitOf(filters), type, namePrefix, q, field, readings };
  const texts = linesOf(client, "/resources", query, terminal.signal);
  await printItems(texts, format, terminal.stdout, (items) => [
    { heading: "type", cell: ({ type }: Resource) => type },
    { heading: "name", cell: ({ name }: Resource) => name },
    { heading: "created", cell: ({ createdOn }: Resource) => createdOn },
    { heading: "last seen", cell: ({ lastSeenOn }: Resource) => lastSeenOn },
    ...embeddedTypes(items as Embedded[]).map((reading) => ({
      heading: reading,
      cell: (item: Embedded) => item.readings?.[reading]?.value,
    })),
  ]);
}

export async function getReadings({ client, format, filters, terminal }: GetRequest, given: string[]): Promise<void> {
  expectNoArguments(given, "readings");
  expectFilters(filters, "readings", ["type", "resource-type", "where", "field", "sort", "limit"]);
  const { type, where, field, sort, "resource-type": resourceType } = filters;
  const query = { ...limitOf(filters), type, resourceType, where, field, sort };
  const texts = linesOf(client, "/readings", query, terminal.signal);
  await printItems(texts, format, terminal.stdout, () => [
    { heading: "resource", cell: ({ resourceId }: Reading) => resourceId },
    { heading: "type", cell: ({ type }: Reading) => type },
    { heading: "collected", cell: ({ collectedOn }: Reading) => collectedOn },
    { heading: "source", cell: ({ source }: Reading) => source },
    { heading: "value", cell: ({ value }: Reading) => JSON.stringify(value) },
  ]);
}

export async function getTypes({ client, format, filters, terminal }: GetRequest, given: string[]): Promise<void> {
  expectNoArguments(given, "types");
  expectFilters(filters, "types", []);
  const { resourceTypes, readingTypes } = await client.get("/types", { signal: terminal.signal });
  const items = [
    ...resourceTypes.map((type) => ({ kind: "resource", ...type })),
    ...readingTypes.map((type) => ({ kind: "reading", ...type })),
  ];
  await printItems(textsOf(items), format, terminal.stdout, columnsOf);
}

export async function getSources({ client, format, filters, terminal }: GetRequest, given: string[]): Promise<void> {
  expectNoArguments(given, "sources");
  expectFilters(filters, "sources", []);
  await printItems(textsOf(client.items("/sources", { signal: terminal.signal })), format, terminal.stdout, columnsOf);
}

/** The lines of a whole list, as the provider prints them. */
async function* linesOf(
  client: BinnacleClient,
  path: "/resources" | "/readings",
  query: object,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { data } = await client.api.GET(path, {
    params: { query: query as never },
    headers: { accept: "application/x-ndjson" },
    parseAs: "stream",
    signal,
  });
  // The stream of `fetch`, which two type libraries describe.
  const body = Readable.fromWeb(data as unknown as ReadableStream<Uint8Array>);
  for await (const line of createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== "") yield line;
}

export async function* textsOf(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield JSON.stringify(item);
}

/** Every field that an item has is a column. */
export function columnsOf(items: readonly unknown[]): Column[] {
  const fields = new Set(items.flatMap((item) => Object.keys(item as object)));
  return [...fields].map((field) => ({ heading: field, cell: (item: Record<string, unknown>) => item[field] }));
}

function embeddedTypes(items: readonly Embedded[]): string[] {
  return [...new Set(items.flatMap(({ readings }) => Object.keys(readings ?? {})))].toSorted();
}
