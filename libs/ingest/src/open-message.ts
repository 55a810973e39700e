import {
  ANONYMOUS_SOURCE,
  JsonSyntaxError,
  parseMessage,
  readMessage,
  sentValueBytes,
  type RecordRange,
  type Timestamp,
} from "@binnacle/contract";
import { acceptRecord, type Acceptance } from "./accept-record.js";
import type { Fault } from "./rejection.js";

/** A message once it is decompressed and fetched: what the sink's core starts from. */
export interface OpenableMessage {
  text: string;
  /** The time of records that state none. */
  sentOn: Timestamp;
  receivedOn: Timestamp;
  /** Set where decompressing or fetching failed for good: the message is one rejection. */
  fault?: Omit<Fault, "path"> | undefined;
}

/** What became of one record of a message, or of a message that cannot be read, before the catalog is looked at. */
export type JudgedRecord = Acceptance & {
  source: string;
  /** As received. */
  text: string;
  receivedOn: Timestamp;
};

/** Parses a message and judges its records one by one; one that cannot be read is judged as a whole. */
export function* openMessage(message: OpenableMessage): Generator<JudgedRecord> {
  const { text, sentOn, receivedOn } = message;
  const content = message.fault ? { fault: message.fault } : readContent(text);
  if (content.fault) {
    yield { fault: { ...content.fault, path: null }, source: ANONYMOUS_SOURCE, text, receivedOn };
    return;
  }
  const { source, records, ranges } = content;
  for (const [index, input] of records.entries()) {
    const range = ranges[index]!;
    const context = { source, sentOn, receivedOn, sentValueBytes: sentValueBytes(text, range) };
    yield { ...acceptRecord(input, context), source, text: text.slice(range.start, range.end), receivedOn };
  }
}

type Content =
  | { source: string; records: readonly unknown[]; ranges: readonly RecordRange[]; fault?: undefined }
  | { fault: Omit<Fault, "path"> };

function readContent(text: string): Content {
  try {
    const { document, records: ranges, whole } = parseMessage(text);
    const message = readMessage(document);
    if (message.fault) {
      const detail = message.fault.faults.map((fault) => `${fault.path} ${fault.detail}`.trim()).join("; ");
      return { fault: { code: "MALFORMED_MESSAGE", detail } };
    }
    return { source: message.source, records: message.records, ranges: message.isBare ? [whole] : ranges! };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { fault: { code: "MALFORMED_MESSAGE", detail: error.message } };
    throw error;
  }
}
