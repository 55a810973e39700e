import { createHmac, timingSafeEqual, type KeyObject } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { MAX_MESSAGE_RECORDS } from "@binnacle/contract";

/** What the id of a receipt says; the catalog holds nothing of it but what sinks report. */
export interface ReceiptContent {
  /** A UUID that the messages carry. */
  id: string;
  /** When the request came, in milliseconds since 1970. */
  issuedAt: number;
  /** Of the accepted records, in the request; ascending. */
  indexes: readonly number[];
}

const VERSION = 1;
/** Version, UUID, time. */
const HEAD_BYTES = 1 + 16 + 6;
const SIGNATURE_BYTES = 16;
/** A gap of up to 16 Mi lines takes 4 bytes, most take one. */
const MAX_INDEX_BYTES = 4 * MAX_MESSAGE_RECORDS;
/** How much is inflated at a time: most ids hold less, and room for more takes longer to make than to fill. */
const CHUNK_BYTES = 512;

/** Prints what is signed, so that it can be believed when it comes back. About 60 characters, unless the indexes are scattered. */
export function printReceiptId({ id, issuedAt, indexes }: ReceiptContent, key: KeyObject): string {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(VERSION);
  head.write(id.replaceAll("-", ""), 1, "hex");
  head.writeUIntBE(issuedAt, 17, 6);
  const content = Buffer.concat([head, deflateRawSync(writeGaps(indexes))]);
  return Buffer.concat([content, signatureOf(content, key)]).toString("base64url");
}

/** `undefined` for what this key has not signed. */
export function readReceiptId(text: string, key: KeyObject): ReceiptContent | undefined {
  const bytes = Buffer.from(text, "base64url");
  // What decodes to the same bytes is not the same id.
  if (bytes.length < HEAD_BYTES + SIGNATURE_BYTES || bytes.toString("base64url") !== text) return undefined;
  const content = bytes.subarray(0, -SIGNATURE_BYTES);
  if (!timingSafeEqual(bytes.subarray(-SIGNATURE_BYTES), signatureOf(content, key))) return undefined;
  if (content.readUInt8() !== VERSION) return undefined;
  const id = content.toString("hex", 1, 17).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const gaps = inflateRawSync(content.subarray(HEAD_BYTES), {
    maxOutputLength: MAX_INDEX_BYTES,
    chunkSize: CHUNK_BYTES,
  });
  return { id, issuedAt: content.readUIntBE(17, 6), indexes: readGaps(gaps) };
}

function signatureOf(content: Buffer, key: KeyObject): Buffer {
  return createHmac("sha256", key).update(content).digest().subarray(0, SIGNATURE_BYTES);
}

/** Each gap as seven bits a byte, the highest bit set on all but the last: neighbours are one byte that repeats. */
function writeGaps(indexes: readonly number[]): Buffer {
  const bytes: number[] = [];
  let previous = -1;
  for (const index of indexes) {
    let gap = index - previous - 1;
    for (; gap > 0x7f; gap >>>= 7) bytes.push((gap & 0x7f) | 0x80);
    bytes.push(gap);
    previous = index;
  }
  return Buffer.from(bytes);
}

function readGaps(bytes: Buffer): number[] {
  const indexes: number[] = [];
  let previous = -1;
  let gap = 0;
  let shift = 0;
  for (const byte of bytes) {
    gap |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte & 0x80) continue;
    indexes.push((previous += gap + 1));
    gap = shift = 0;
  }
  return indexes;
}
