import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { MAX_MESSAGE_BYTES } from "@binnacle/contract";
import { BinnacleError } from "@binnacle/errors";

const decompress = promisify(gunzip);

/**
 * Decompresses a body of gzip in base64 into at most 16 MiB; what would give more is cut off on the way, or before if
 * it says so.
 * @throws BinnacleError `MALFORMED_MESSAGE`
 */
export async function inflateBody(body: string): Promise<Buffer> {
  const compressed = Buffer.from(body, "base64");
  if (statedSize(compressed) > MAX_MESSAGE_BYTES) {
    throw tooLarge();
  }
  try {
    return await decompress(compressed, { maxOutputLength: MAX_MESSAGE_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw tooLarge({ cause: error });
    }
    const detail = `the body is no gzip in base64: ${(error as Error).message}`;
    throw new BinnacleError("MALFORMED_MESSAGE", detail, { cause: error });
  }
}

/**
 * The size that a gzip stream states of its content, in its last four bytes. zlib verifies it, but for each of
 * several members by itself.
 */
export function statedSize(streamEnd: Buffer): number {
  return streamEnd.byteLength < 4 ? 0 : streamEnd.readUInt32LE(streamEnd.byteLength - 4);
}

function tooLarge(options?: ErrorOptions): BinnacleError {
  return new BinnacleError(
    "MALFORMED_MESSAGE",
    `the body decompresses to more than ${MAX_MESSAGE_BYTES} bytes`,
    options,
  );
}
