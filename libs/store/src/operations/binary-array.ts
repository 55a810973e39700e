import { epochMicros, type Timestamp } from "@binnacle/contract";

/** Object ids of the element types, which never change. */
const OID = { bytea: 17, text: 25, tid: 27, timestamptz: 1184, uuid: 2950, jsonb: 3802 } as const;

const DASH = "-".charCodeAt(0);
/** The values of hexadecimal digits, by character code. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const JSONB_VERSION = 1;
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_MICROS = epochMicros("2000-01-01T00:00:00.000000Z");
const INFINITY = { "-infinity": -(2n ** 63n), infinity: 2n ** 63n - 1n } as const;

/**
 * Arrays as PostgreSQL receives them in binary: nothing is escaped, printed or parsed, but for `jsonb`. Beside one `jsonb` document of all
 * rows, a row of 200 bytes costs the server 15 to 30 % less, measured, and is a third shorter.
 */
export function uuidArray(ids: readonly (string | null)[]): Buffer {
  const buffer = start(OID.uuid, ids.length, ids.length * (LENGTH_BYTES + 16));
  let at = HEADER_BYTES;
  for (const id of ids) {
    if (id === null) at = buffer.writeInt32BE(NULL_LENGTH, at);
    else at = writeUuid(buffer, id, buffer.writeInt32BE(16, at));
  }
  return buffer.subarray(0, at);
}

export function timestampArray(times: readonly Timestamp[]): Buffer {
  const buffer = start(OID.timestamptz, times.length, times.length * (LENGTH_BYTES + 8));
  let at = HEADER_BYTES;
  let last: Timestamp | undefined;
  let [high, low] = [0, 0];
  for (const time of times) {
    // Most of a batch share theirs.
    if (time !== last) {
      const micros = microsOf((last = time));
      high = Number(micros >> 32n);
      low = Number(micros & 0xffff_ffffn);
    }
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeInt32BE(high, at);
    at = buffer.writeUInt32BE(low, at);
  }
  return buffer;
}

/** Of places of rows, as `(block,offset)`. */
export function tidArray(places: readonly string[]): Buffer {
  const buffer = start(OID.tid, places.length, places.length * (LENGTH_BYTES + 6));
  let at = HEADER_BYTES;
  for (const place of places) {
    const comma = place.indexOf(",");
    at = buffer.writeInt32BE(6, at);
    at = buffer.writeUInt32BE(Number(place.slice(1, comma)), at);
    at = buffer.writeUInt16BE(Number(place.slice(comma + 1, -1)), at);
  }
  return buffer;
}

/** Of bytes as hexadecimal digits. */
export function byteaArray(digits: readonly string[]): Buffer {
  const size = digits.reduce((sum, { length }) => sum + LENGTH_BYTES + length / 2, 0);
  const buffer = start(OID.bytea, digits.length, size);
  let at = HEADER_BYTES;
  for (const text of digits) {
    at = buffer.writeInt32BE(text.length / 2, at);
    at += buffer.write(text, at, "hex");
  }
  return buffer;
}

export function textArray(texts: readonly string[]): Buffer {
  return writeTexts(OID.text, texts);
}

/** Of JSON texts. */
export function jsonbArray(texts: readonly string[]): Buffer {
  return writeTexts(OID.jsonb, texts, JSONB_VERSION);
}

function writeTexts(oid: number, texts: readonly string[], version?: number): Buffer {
  const versionBytes = version === undefined ? 0 : 1;
  let size = 0;
  for (const text of texts) size += LENGTH_BYTES + versionBytes + Buffer.byteLength(text);
  const buffer = start(oid, texts.length, size);
  let at = HEADER_BYTES;
  for (const text of texts) {
    const lengthAt = at;
    at += LENGTH_BYTES;
    if (version !== undefined) at = buffer.writeUInt8(version, at);
    at += buffer.write(text, at);
    buffer.writeInt32BE(at - lengthAt - LENGTH_BYTES, lengthAt);
  }
  return buffer;
}

/** One dimension, counted from 1. */
function start(oid: number, count: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

function writeUuid(buffer: Buffer, id: string, at: number): number {
  let written = at;
  for (let index = 0; index < id.length; index += 2) {
    if (id.charCodeAt(index) === DASH) index++;
    buffer[written++] = (DIGITS[id.charCodeAt(index)]! << 4) | DIGITS[id.charCodeAt(index + 1)]!;
  }
  return written;
}

function microsOf(time: Timestamp): bigint {
  return INFINITY[time as keyof typeof INFINITY] ?? epochMicros(time) - EPOCH_MICROS;
}
