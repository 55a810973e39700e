import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse as parseCsv } from "csv-parse";
import { TransientError } from "@binnacle/errors";
import { parseExactJson } from "../../mapping/exact-numbers.js";
import { shown } from "../../mapping/record-mapping.js";

export type FileFormat = "json" | "ndjson" | "csv" | "lines";

export interface ReadItemsOptions {
  format: FileFormat;
  /** Bytes of the file, inflated. */
  maxBytes: number;
  /** Between the fields of `csv`. */
  delimiter: string;
  /** Whose named groups are the fields of a line, for `lines`. */
  pattern: RegExp | undefined;
}

/** An item of a file, or why a part of it is none. */
export type ReadItem = { item: unknown } | { fault: string };

/** The file as a whole cannot be read: reading it again gives the same. */
export class UnreadableFile extends Error {}

const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * The items of a file as it comes in: the document of `json`, the lines of `ndjson`, the rows of `csv` by the names in its first row, what the pattern
 * finds in each of `lines`. Gzip is recognised by its first bytes.
 * @throws UnreadableFile too large, not gzip to its end, not JSON, not CSV
 * @throws TransientError the connection is lost
 */
export async function* readItems(body: Readable, options: ReadItemsOptions): AsyncGenerator<ReadItem> {
  const plain = limited(await inflated(body), options.maxBytes);
  if (options.format === "csv") yield* readRows(plain, options.delimiter);
  else if (options.format === "json") yield { item: await readDocument(plain) };
  else yield* readLines(plain, options);
}

/** By the name of the file, whether it is packed or not. */
export function formatOf(key: string): FileFormat {
  const name = key.replace(/\.gz$/i, "");
  if (/\.(?:ndjson|jsonl)$/i.test(name)) return "ndjson";
  if (/\.[ct]sv$/i.test(name)) return "csv";
  return /\.json$/i.test(name) ? "json" : "lines";
}

async function inflated(body: Readable): Promise<AsyncIterable<Buffer>> {
  const chunks = received(body);
  let beginning = Buffer.alloc(0);
  while (beginning.length < GZIP.length) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    beginning = Buffer.concat([beginning, value]);
  }
  const whole = Readable.from(resumed(beginning, chunks), { objectMode: false });
  if (!beginning.subarray(0, GZIP.length).equals(GZIP)) return whole;
  return faultsAs(
    "is not gzip to its end",
    pipeline(whole, createGunzip(), () => {}),
  );
}

/** What comes before the connection is lost says nothing against the file. */
async function* received(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body as AsyncIterable<Buffer>;
  } catch (error) {
    throw new TransientError(`the object was not received to its end: ${(error as Error).message}`, { cause: error });
  }
}

async function* resumed(beginning: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield beginning;
  for (let step = await rest.next(); step.done !== true; step = await rest.next()) yield step.value;
}

async function* limited(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new UnreadableFile(`is larger than ${maxBytes} bytes`);
    yield chunk;
  }
}

async function readDocument(chunks: AsyncIterable<Buffer>): Promise<unknown> {
  const text = Buffer.concat(await Array.fromAsync(chunks)).toString("utf8");
  try {
    return parseExactJson(text.replace(/^\u{feff}/u, ""));
  } catch (error) {
    throw new UnreadableFile(`is not JSON: ${(error as Error).message}`);
  }
}

async function* readRows(chunks: AsyncIterable<Buffer>, delimiter: string): AsyncGenerator<ReadItem> {
  const parser = parseCsv({ columns: true, bom: true, delimiter, skip_empty_lines: true, relax_column_count: true });
  const rows = pipeline(Readable.from(chunks, { objectMode: false }), parser, () => {});
  for await (const item of faultsAs<unknown>("is not CSV", rows)) yield { item };
}

async function* readLines(
  chunks: AsyncIterable<Buffer>,
  { format, pattern }: ReadItemsOptions,
): AsyncGenerator<ReadItem> {
  let number = 0;
  for await (const line of linesOf(chunks)) {
    number++;
    if (line.trim() === "") continue;
    const where = `line ${number}, ${shown(line)}`;
    if (format === "ndjson") yield attempt(line, where);
    else {
      const groups = pattern?.exec(line)?.groups;
      yield groups ? { item: { ...groups } } : { fault: `does not fit the pattern (${where})` };
    }
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  rest += decoder.decode();
  if (rest !== "") yield rest.replace(/\r$/, "");
}

function attempt(line: string, where: string): ReadItem {
  try {
    return { item: parseExactJson(line) };
  } catch (error) {
    return { fault: `${(error as Error).message} (${where})` };
  }
}

/** Errors of a parser say something of the file; those of the connection, and of the size, stay what they are. */
async function* faultsAs<T>(what: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isOfParser = code?.startsWith("Z_") === true || code?.startsWith("CSV_") === true;
    throw isOfParser ? new UnreadableFile(`${what}: ${message}`) : error;
  }
}
