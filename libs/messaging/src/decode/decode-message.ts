import { MAX_MESSAGE_BYTES, nowTimestamp, parseTimestamp } from "@binnacle/contract";
import { BinnacleError } from "@binnacle/errors";
import type { ReceivedMessage } from "../consume/received-message.js";
import { readPointer } from "../payload/payload-pointer.js";
import type { PayloadStore } from "../payload/payload-store.js";
import type { DecodedMessage, DecodeFault } from "./decoded-message.js";
import { inflateBody } from "./inflate-body.js";
import { readEnvelope, type SnsEnvelope } from "./sns-envelope.js";

/** Base64 makes four bytes of three; gzip adds a little to what it cannot compress. */
const MAX_COMPRESSED_PAYLOAD_BYTES = Math.ceil((MAX_MESSAGE_BYTES * 4) / 3) + 64 * 1024;

/**
 * Unwraps a message as it came from the queue: SNS envelope, claim check, compression. Without `payloads` every claim
 * check is `PAYLOAD_MISSING`.
 * @throws TransientError S3 does not answer
 */
export async function decodeMessage(
  received: ReceivedMessage,
  payloads?: PayloadStore,
): Promise<DecodedMessage | DecodeFault> {
  const envelope = readEnvelope(received.body);
  const decoded = describe(received, envelope);
  try {
    return { ...decoded, text: await readText(decoded, payloads) };
  } catch (error) {
    if (error instanceof BinnacleError && isFaultCode(error.code)) {
      return { ...decoded, code: error.code, detail: error.message };
    }
    throw error;
  }
}

/** All but the text, which is the body yet. */
function describe(received: ReceivedMessage, envelope: SnsEnvelope | undefined): DecodedMessage {
  const attributes = { ...envelope?.attributes, ...received.attributes };
  const receivedOn = received.receivedOn ?? parseTimestamp(envelope?.timestamp ?? "") ?? nowTimestamp();
  const sentOn = parseTimestamp(attributes["sentOn"] ?? "") ?? receivedOn;
  const body = envelope?.body ?? received.body;
  return { id: received.id, text: body, body, sentOn, receivedOn, attributes };
}

async function readText({ text, attributes }: DecodedMessage, payloads: PayloadStore | undefined): Promise<string> {
  const encoding = attributes["Content-Encoding"]?.toLowerCase() ?? "identity";
  const isCompressed = encoding === "gzip";
  if (!isCompressed && encoding !== "identity") {
    throw malformed(`the Content-Encoding "${encoding}" is none that is read here`);
  }
  const body = await fetchBody(text, isCompressed ? MAX_COMPRESSED_PAYLOAD_BYTES : MAX_MESSAGE_BYTES, payloads);
  if (!isCompressed) {
    return typeof body === "string" ? body : decodeUtf8(body);
  }
  return decodeUtf8(await inflateBody(body.toString("latin1")));
}

async function fetchBody(text: string, maxBytes: number, payloads: PayloadStore | undefined): Promise<string | Buffer> {
  const pointer = readPointer(text);
  if (pointer === undefined) {
    return text;
  }
  if (pointer === "broken") {
    throw malformed("the claim check names no bucket and key");
  }
  if (!payloads) {
    throw new BinnacleError("PAYLOAD_MISSING", "a claim check, but no bucket for payloads is set");
  }
  try {
    return await payloads.get(pointer, maxBytes);
  } catch (error) {
    if (error instanceof BinnacleError && error.code === "TOO_LARGE") {
      throw malformed(error.message, { cause: error });
    }
    throw error;
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw malformed("the payload is not UTF-8", { cause: error });
  }
}

function isFaultCode(code: string): code is DecodeFault["code"] {
  return code === "MALFORMED_MESSAGE" || code === "PAYLOAD_MISSING";
}

function malformed(detail: string, options?: ErrorOptions): BinnacleError {
  return new BinnacleError("MALFORMED_MESSAGE", detail, options);
}
