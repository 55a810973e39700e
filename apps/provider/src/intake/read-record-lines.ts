import {
  isValidSource,
  JsonSyntaxError,
  MAX_MESSAGE_RECORDS,
  parseMessage,
  sentValueBytes,
  type JsonValue,
} from "@binnacle/contract";
import { TooLargeError } from "../request-errors.js";
import type { RejectedItem, Submission, SubmittedRecord } from "./submission.js";

const LINE_FEED = 10;
const BLANK = /^\s*$/;

/**
 * Reads a body of one record a line. `source` stands for the lines that name none.
 * @throws TooLargeError if there are more records than a message may hold
 */
export function readRecordLines(body: Buffer, source: string): Submission {
  const submission: Submission = { records: [], unreadable: [] };
  let count = 0;
  let index = 0;
  for (let start = 0; start < body.length; index++) {
    const lineFeed = body.indexOf(LINE_FEED, start);
    const end = lineFeed === -1 ? body.length : lineFeed;
    const item = readLine(body.subarray(start, end), index, source);
    start = end + 1;
    if (!item) continue;
    if (++count > MAX_MESSAGE_RECORDS) {
      throw new TooLargeError(`A request holds at most ${MAX_MESSAGE_RECORDS} records`);
    }
    if ("code" in item) submission.unreadable.push(item);
    else submission.records.push(item);
  }
  return submission;
}

function readLine(line: Buffer, index: number, source: string): SubmittedRecord | RejectedItem | undefined {
  const unreadable = (detail: string): RejectedItem => ({ index, code: "MALFORMED_MESSAGE", detail });
  const text = decode(line);
  if (text === undefined) return unreadable("the line is no UTF-8");
  if (BLANK.test(text)) return undefined;
  try {
    const { document, whole } = parseMessage(text);
    const named = sourceOf(document);
    if (named !== undefined && !(typeof named === "string" && isValidSource(named))) {
      return unreadable("/source: is no name of a source");
    }
    const bytes = sentValueBytes(text, whole);
    return { index, input: document, source: named ?? source, isBare: true, sentValueBytes: bytes };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return unreadable(error.message);
    throw error;
  }
}

function decode(line: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(line);
  } catch {
    return undefined;
  }
}

/** What a record says of its source; `null` counts as absent. */
function sourceOf(document: JsonValue): JsonValue | undefined {
  return (document as { source?: JsonValue } | null)?.source ?? undefined;
}
