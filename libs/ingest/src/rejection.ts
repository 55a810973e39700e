import { hash } from "node:crypto";
import { MAX_REJECTED_TEXT_BYTES, REJECTION_CODES, type RejectionCode, type Timestamp } from "@binnacle/contract";

/** Why a record was refused. `path` is a JSON Pointer within the record; `null` for a whole message. */
export interface Fault {
  code: RejectionCode;
  detail: string;
  path: string | null;
}

/** What is kept of where a refused text came from; a redrive needs it again. */
export interface Received {
  source: string;
  /** As received. */
  text: string;
  receivedOn: Timestamp;
  /** The time of records that state none. */
  sentOn: Timestamp;
  /** Set where the text is still encoded. */
  contentEncoding?: string | undefined;
}

/** A refused record as it is kept until somebody looks at it. */
export interface Rejection extends Fault, Omit<Received, "text"> {
  /** Derived from source, text and code, so that a repeat is the same rejection. */
  id: string;
  /** The text as received, cut to 256 KiB. */
  record: string;
  truncated: boolean;
}

export function rejectionOf(fault: Fault, received: Received): Rejection {
  const { source, text, receivedOn, sentOn, contentEncoding } = received;
  return {
    code: fault.code,
    detail: storable(fault.detail),
    path: fault.path && storable(fault.path),
    id: rejectionId(source, text, fault.code),
    source,
    ...excerpt(storable(text)),
    receivedOn,
    sentOn,
    contentEncoding: contentEncoding && storable(contentEncoding),
  };
}

/** Whether a rejection with this id speaks of this text of this source, for whatever reason. */
export function isRejectionOf(id: string, source: string, text: string): boolean {
  return REJECTION_CODES.some((code) => rejectionId(source, text, code) === id);
}

/** A UUID of version 8 (RFC 9562, "custom"): the first bits of a SHA-256. */
function rejectionId(source: string, text: string, code: RejectionCode): string {
  const bytes = hash("sha256", `${code}\n${source}\n${text}`, "buffer");
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** PostgreSQL's text holds neither U+0000 nor lone surrogates; what was malformed shows as U+FFFD. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

function excerpt(text: string): { record: string; truncated: boolean } {
  if (Buffer.byteLength(text) <= MAX_REJECTED_TEXT_BYTES) return { record: text, truncated: false };
  const bytes = Buffer.from(text);
  let end = MAX_REJECTED_TEXT_BYTES;
  while ((bytes[end]! & 0xc0) === 0x80) end--;
  return { record: bytes.toString("utf8", 0, end), truncated: true };
}
