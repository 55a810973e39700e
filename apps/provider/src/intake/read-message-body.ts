import {
  JsonSyntaxError,
  MAX_MESSAGE_RECORDS,
  parseMessage,
  readMessage,
  sentValueBytes,
  type JsonValue,
  type ParsedMessage,
} from "@binnacle/contract";
import { InvalidBodyError, TooLargeError } from "../request-errors.js";
import type { Submission } from "./submission.js";

/**
 * Reads a body that is a message or a bare record.
 * @throws InvalidBodyError if it is neither
 * @throws TooLargeError if it holds more records than a message may
 */
export function readMessageBody(text: string): Submission {
  const { document, whole, records: ranges } = parse(text);
  if (recordCount(document) > MAX_MESSAGE_RECORDS) {
    throw new TooLargeError(`A request holds at most ${MAX_MESSAGE_RECORDS} records`);
  }
  const message = readMessage(document);
  if (message.fault) throw new InvalidBodyError(message.fault.faults);
  const { source, records, isBare } = message;
  return {
    unreadable: [],
    records: records.map((input, index) => ({
      index,
      input,
      source,
      isBare,
      sentValueBytes: sentValueBytes(text, isBare ? whole : ranges![index]!),
    })),
  };
}

function parse(text: string): ParsedMessage {
  try {
    return parseMessage(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new InvalidBodyError([{ path: "", detail: error.message }]);
    throw error;
  }
}

function recordCount(document: JsonValue): number {
  const records = (document as { records?: unknown } | null)?.records;
  return Array.isArray(records) ? records.length : 0;
}
