import { constants } from "node:zlib";
import compress from "@fastify/compress";
import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import { JSON_TYPE, NDJSON_TYPE } from "./bodies/request-body.js";

/** What fits into one packet anyway is not made smaller. */
const LEAST_BYTES = 1400;

/**
 * Up to this many bytes are compressed on the event loop, in 0.2 ms at most: a stream and a thread for each cost more. What is
 * larger goes to the threads.
 */
const MOST_BYTES_AT_ONCE = 64 * 1024;

const COMPRESSED_TYPES = new Set([JSON_TYPE, NDJSON_TYPE, "application/problem+json", "text/html", "text/javascript"]);

/**
 * Compresses what is worth it, as the client accepts. Brotli's level 1 leaves 23 % of a page of Resources with readings at 400 to
 * 470 MB/s, gzip's 1 24 % at 190 to 240; higher levels cost twice and more for 1 % (docs/performance.md). Events are not
 * compressed: each must go out at once.
 */
export async function compressAnswers(app: NestFastifyApplication): Promise<void> {
  await app.register(compress, {
    encodings: ["br", "gzip"],
    threshold: LEAST_BYTES,
    syncThreshold: MOST_BYTES_AT_ONCE,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
    zlibOptions: { level: 1 },
    customTypes: (contentType) => COMPRESSED_TYPES.has(contentType.split(";", 1)[0]!.trim()),
    // What comes in is decompressed by the operations that take bodies, under their caps.
    globalDecompression: false,
  });
}
