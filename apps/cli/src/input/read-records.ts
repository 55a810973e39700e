import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { ANONYMOUS_SOURCE, JsonSyntaxError, parseMessage, readMessage, sentValueBytes } from "@binnacle/contract";
import { UsageError } from "../command/usage-error.js";

/** A record as it stands in a file. */
export interface InputRecord {
  /** Where, for people: `hosts.ndjson:12`, or `message.json#/records/3`. */
  where: string;
  /** As it is written: numbers keep all their digits on the way. */
  text: string;
  input: unknown;
  sentValueBytes: number;
  source: string;
  /** It is a message of its own, and so may name its source. */
  isBare: boolean;
}

/** What is no record at all. */
export interface UnreadableInput {
  where: string;
  detail: string;
}

/** What a file says of its format: one record a line, or one document. */
const LINES = /\.(ndjson|jsonl)$/i;
const DOCUMENT = /\.json$/i;

/**
 * The records of files, one after the other; `-` is the standard input. One that ends in `.json` holds a message or a bare record, any other
 * holds a record a line, or such a document if its first line alone is no JSON.
 * @param source of records that name none; a message that names another keeps its own
 */
export async function* readRecords(
  files: readonly string[],
  stdin: Readable,
  source: string = ANONYMOUS_SOURCE,
): AsyncGenerator<InputRecord | UnreadableInput> {
  for (const file of files.length === 0 ? ["-"] : files) {
    const stream = file === "-" ? stdin : createReadStream(file);
    try {
      yield* readStream(stream, file === "-" ? "stdin" : file, source);
    } catch (error) {
      const { syscall, message } = error as NodeJS.ErrnoException;
      if (syscall !== undefined) throw new UsageError(`${file}: ${message}`);
      throw error;
    }
  }
}

async function* readStream(
  stream: Readable,
  name: string,
  source: string,
): AsyncGenerator<InputRecord | UnreadableInput> {
  if (DOCUMENT.test(name)) {
    yield* documentRecords(await wholeText(stream), name, source);
    return;
  }
  let number = 0;
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  for (let step = await lines.next(); !step.done; step = await lines.next()) {
    number++;
    const line = step.value;
    if (line.trim() === "") continue;
    if (number === 1 && !LINES.test(name) && !isJson(line)) {
      // Not a record a line, so the whole may be one document, printed over several.
      const rest = await Array.fromAsync({ [Symbol.asyncIterator]: () => lines });
      yield* documentRecords([line, ...rest].join("\n"), name, source);
      return;
    }
    yield* documentRecords(line, `${name}:${number}`, source);
  }
}

/** The records of a message; a line is one too, mostly a bare record. */
function* documentRecords(text: string, where: string, source: string): Generator<InputRecord | UnreadableInput> {
  let parsed;
  try {
    parsed = parseMessage(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    yield { where, detail: `is no JSON: ${error.message}` };
    return;
  }
  const message = readMessage(parsed.document);
  if (message.fault) {
    const detail = message.fault.faults.map(({ path, detail }) => `${path} ${detail}`.trim()).join("; ");
    yield { where, detail };
    return;
  }
  const own = message.source === ANONYMOUS_SOURCE ? source : message.source;
  for (const [index, input] of message.records.entries()) {
    const range = message.isBare ? parsed.whole : parsed.records![index]!;
    yield {
      where: message.isBare ? where : `${where}#/records/${index}`,
      text: text.slice(range.start, range.end),
      input,
      sentValueBytes: sentValueBytes(text, range),
      source: own,
      isBare: message.isBare,
    };
  }
}

function isJson(text: string): boolean {
  try {
    parseMessage(text);
    return true;
  } catch {
    return false;
  }
}

async function wholeText(stream: Readable): Promise<string> {
  return Buffer.concat(
    await Array.fromAsync(stream as AsyncIterable<Uint8Array>, (chunk) => Buffer.from(chunk)),
  ).toString();
}
