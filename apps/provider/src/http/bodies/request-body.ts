import type { FastifyRequest } from "fastify";
import { UnsupportedMediaTypeError } from "../../request-errors.js";
import { decodeBody, decodeText } from "./decode-body.js";

export const JSON_TYPE = "application/json";
export const NDJSON_TYPE = "application/x-ndjson";

/** The media types that bodies are read of. */
export const BODY_TYPES = [JSON_TYPE, NDJSON_TYPE];

/** The body's media type, without parameters. */
export function mediaTypeOf(request: FastifyRequest): string {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  return type.trim().toLowerCase();
}

/** The body, decompressed. Fastify hands over bytes: what is read of them is for the operation to say. */
export async function readBytes({ body, headers }: FastifyRequest): Promise<Buffer> {
  return decodeBody(body instanceof Buffer ? body : Buffer.alloc(0), headers["content-encoding"]);
}

/** @throws UnsupportedMediaTypeError if the body is not called JSON */
export async function readJsonText(request: FastifyRequest): Promise<string> {
  const type = mediaTypeOf(request);
  if (type !== JSON_TYPE)
    throw new UnsupportedMediaTypeError(`The body must be ${JSON_TYPE}, not ${type || "untyped"}`);
  return decodeText(await readBytes(request));
}
