import { type FileHandle, open } from "node:fs/promises";
import { inflateRaw, inflateRawSync } from "node:zlib";
import { promisify } from "node:util";
import { BinnacleError } from "@binnacle/errors";

/** One file of an archive. */
export interface ZipEntry {
  name: string;
  /** Raises a `ZipError` where its data cannot be read, or is larger than `maxBytes`. */
  read(maxBytes: number): Promise<Buffer>;
}

export class ZipError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("ARCHIVE_UNREADABLE", message, options);
  }
}

const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
/** The directory of the largest export there is (npm) takes some 20 MB. */
const MAX_DIRECTORY_BYTES = 512 * 1024 * 1024;

/** Room for the local header, whose extra field may be longer than the directory's. */
const HEADER_ROOM = 512;
/** Inflated at once: handing such a piece to another thread takes longer. An export has some 200,000 of them. */
const SMALL_BYTES = 32 * 1024;

const inflate = promisify(inflateRaw);

/**
 * The files of a zip archive, in the order of its directory, which stands at its end: a cut-off archive fails before the first. Stored and deflated
 * entries, ZIP64; after PKWARE's APPNOTE 6.3.10. Raises a `ZipError`.
 */
export async function* zipEntries(path: string): AsyncGenerator<ZipEntry> {
  await using file = await open(path, "r");
  const directory = await readDirectory(file);
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === CENTRAL;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const commentLength = directory.readUInt16LE(at + 32);
    const name = directory.toString("utf8", at + 46, at + 46 + nameLength);
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const sizes = sizesOf(directory.subarray(at, at + 46), extra);
    const method = directory.readUInt16LE(at + 10);
    if (!name.endsWith("/")) yield { name, read: (maxBytes) => readEntry(file, name, method, sizes, maxBytes) };
    at += 46 + nameLength + extraLength + commentLength;
  }
}

interface Sizes {
  compressed: number;
  uncompressed: number;
  offset: number;
}

async function readDirectory(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES), END_BYTES + MAX_COMMENT_BYTES);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new ZipError("it is no zip archive, or was cut off: its directory is missing");
  const locator = end - 20;
  const { bytes, offset } =
    locator >= 0 && tail.readUInt32LE(locator) === END_64_LOCATOR
      ? await readEnd64(file, Number(tail.readBigUInt64LE(locator + 8)))
      : { bytes: tail.readUInt32LE(end + 12), offset: tail.readUInt32LE(end + 16) };
  if (bytes > MAX_DIRECTORY_BYTES || offset + bytes > size) throw new ZipError("its directory is broken");
  const directory = await readAt(file, offset, bytes);
  if (bytes > 0 && directory.readUInt32LE(0) !== CENTRAL) throw new ZipError("its directory is broken");
  return directory;
}

async function readEnd64(file: FileHandle, at: number): Promise<{ bytes: number; offset: number }> {
  const record = await readAt(file, at, 56);
  if (record.length < 56 || record.readUInt32LE(0) !== END_64) throw new ZipError("its ZIP64 directory is broken");
  return { bytes: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) };
}

/** Sizes of 4 GiB and more stand in the ZIP64 extra field, each only where its own field is full. */
function sizesOf(header: Buffer, extra: Buffer): Sizes {
  const sizes = {
    uncompressed: header.readUInt32LE(24),
    compressed: header.readUInt32LE(20),
    offset: header.readUInt32LE(42),
  };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    for (const field of ["uncompressed", "compressed", "offset"] as const) {
      if (sizes[field] !== 0xffffffff || next + 8 > extra.length) continue;
      sizes[field] = Number(extra.readBigUInt64LE(next));
      next += 8;
    }
  }
  return sizes;
}

async function readEntry(
  file: FileHandle,
  name: string,
  method: number,
  { compressed, uncompressed, offset }: Sizes,
  maxBytes: number,
): Promise<Buffer> {
  if (Math.max(compressed, uncompressed) > maxBytes) throw new ZipError(`${name}: it is larger than ${maxBytes} bytes`);
  const start = await readAt(file, offset, HEADER_ROOM + Math.min(compressed, SMALL_BYTES));
  if (start.length < 30 || start.readUInt32LE(0) !== LOCAL) throw new ZipError(`${name}: its header is broken`);
  const begin = 30 + start.readUInt16LE(26) + start.readUInt16LE(28);
  const isWhole = begin + compressed <= start.length;
  const data = isWhole ? start.subarray(begin, begin + compressed) : await readAt(file, offset + begin, compressed);
  if (data.length < compressed) throw new ZipError(`${name}: it was cut off`);
  if (method === 0) return data;
  if (method !== 8) throw new ZipError(`${name}: it is compressed by a method that is not known (${method})`);
  const options = { maxOutputLength: Math.max(1, maxBytes) };
  try {
    return uncompressed <= SMALL_BYTES && compressed <= SMALL_BYTES
      ? inflateRawSync(data, options)
      : await inflate(data, options);
  } catch (cause) {
    throw new ZipError(`${name}: its data is broken`, { cause });
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
