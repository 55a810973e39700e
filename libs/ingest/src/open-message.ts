import {
  ANONYMOUS_SOURCE,
  JsonSyntaxError,
  parseMessage,
  readMessage,
  RECORD_KINDS,
  sentValueBytes,
  type RecordKind,
  type RecordRange,
  type Timestamp,
} from "@binnacle/contract";
import { acceptRecord, type Acceptance } from "./accept-record.js";
import type { ReceiptRequest } from "./receipt.js";
import { isRedriveOfMessage } from "./redrive.js";
import { isRejectionOf, type Fault, type Received } from "./rejection.js";

/** A message once it is decompressed and fetched: what the sink's core starts from. */
export interface OpenableMessage {
  text: string;
  /** The time of records that state none. */
  sentOn: Timestamp;
  receivedOn: Timestamp;
  /** Set where decompressing or fetching failed for good: the message is one rejection. */
  fault?: Omit<Fault, "path"> | undefined;
  /** Set where that left `text` encoded. */
  contentEncoding?: string | undefined;
  /** Set where its publisher asks what became of the records. */
  receipt?: ReceiptRequest | undefined;
  /** Set where the message says that it publishes a rejection again. */
  redrive?: { rejectionId: string; /** As it travelled. */ body: string } | undefined;
}

/** What became of one record of a message, or of a message that cannot be read, before the catalog is looked at. */
export type JudgedRecord = Acceptance &
  Received & {
    /** As the record states it, refused or not. */
    kind: RecordKind | "unknown";
    /** The rejection that goes once this record is stored. */
    settles?: string | undefined;
  };

/** The records of a message, one after the other, as {@link openMessage} gives them. */
export type OpenedMessage =
  | Iterator<JudgedRecord, string | undefined>
  | AsyncIterator<JudgedRecord, string | undefined>;

/**
 * Parses a message and judges its records one by one; one that cannot be read is judged as a whole. Returns the rejection
 * of a whole message that goes now that the message could be read.
 */
export function* openMessage(message: OpenableMessage): Generator<JudgedRecord, string | undefined> {
  const { text, sentOn, receivedOn, redrive } = message;
  const content = message.fault ? { fault: message.fault } : readContent(text);
  if (content.fault) {
    const received = { source: ANONYMOUS_SOURCE, text, receivedOn, sentOn, contentEncoding: message.contentEncoding };
    yield { fault: { ...content.fault, path: null }, kind: "unknown", ...received };
    return undefined;
  }
  const { source, records, ranges } = content;
  for (const [index, input] of records.entries()) {
    const range = ranges[index]!;
    const recordText = text.slice(range.start, range.end);
    const context = { source, sentOn, receivedOn, sentValueBytes: sentValueBytes(text, range) };
    const received = { source, text: recordText, receivedOn, sentOn };
    const common = { ...received, kind: statedKind(input), settles: settledBy(received, redrive) };
    const { record, fault } = acceptRecord(input, context);
    yield record ? { record, ...common } : { fault, ...common };
  }
  return redrive && isRedriveOfMessage(redrive.rejectionId, [text, redrive.body]) ? redrive.rejectionId : undefined;
}

function statedKind(input: unknown): JudgedRecord["kind"] {
  const kind = (input as { kind?: unknown } | null)?.kind;
  return RECORD_KINDS.find((known) => known === kind) ?? "unknown";
}

function settledBy({ source, text }: Received, redrive: OpenableMessage["redrive"]): string | undefined {
  return redrive && isRejectionOf(redrive.rejectionId, source, text) ? redrive.rejectionId : undefined;
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
