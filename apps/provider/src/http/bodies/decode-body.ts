import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { MAX_MESSAGE_BYTES } from "@binnacle/contract";
import { InvalidBodyError, TooLargeError, UnsupportedMediaTypeError } from "../../request-errors.js";

const inflate = promisify(gunzip);

/**
 * The body as it was before `Content-Encoding`; it has at most 16 MiB.
 * @throws UnsupportedMediaTypeError for an encoding other than gzip
 * @throws InvalidBodyError if it is not what its encoding says
 * @throws TooLargeError if it is over the cap
 */
export async function decodeBody(body: Buffer, encoding: string = "identity"): Promise<Buffer> {
  switch (encoding.trim().toLowerCase()) {
    case "identity":
      return body;
    case "gzip":
    case "x-gzip":
      return decompress(body);
    default:
      throw new UnsupportedMediaTypeError(`Content-Encoding must be gzip, if anything, not ${encoding}`);
  }
}

async function decompress(body: Buffer): Promise<Buffer> {
  try {
    return await inflate(body, { maxOutputLength: MAX_MESSAGE_BYTES });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      throw new TooLargeError(`A body has at most ${MAX_MESSAGE_BYTES} bytes once decompressed`);
    }
    throw new InvalidBodyError([{ path: "", detail: "is no gzip, as its Content-Encoding says" }]);
  }
}

/** @throws InvalidBodyError if the bytes are no UTF-8 */
export function decodeText(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new InvalidBodyError([{ path: "", detail: "is no UTF-8" }]);
  }
}
