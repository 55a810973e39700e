import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { MAX_MESSAGE_BYTES, MAX_SNS_MESSAGE_BYTES } from "@binnacle/contract";
import { BinnacleError, ContractError } from "@binnacle/errors";
import {
  LEGACY_PAYLOAD_SIZE_ATTRIBUTE,
  PAYLOAD_SIZE_ATTRIBUTE,
  printPointer,
  type PayloadPointer,
} from "../payload/payload-pointer.js";
import { TRACE_ATTRIBUTES, traceAttributes } from "../tracing/message-trace.js";
import { outboundMessage, type OutboundMessage } from "./outbound-message.js";

const compress = promisify(gzip);

/** SQS drops a message that comes from SNS with more, and nobody is told. */
const MAX_ATTRIBUTES = 10;
/** One says how the text is encoded, the others which trace it is of: kept free whether they are needed or not. */
const OWN_ATTRIBUTES = 1 + TRACE_ATTRIBUTES.length;
const RESERVED_ATTRIBUTES = new Set<string>([
  "Content-Encoding",
  PAYLOAD_SIZE_ATTRIBUTE,
  LEGACY_PAYLOAD_SIZE_ATTRIBUTE,
  ...TRACE_ATTRIBUTES,
]);
/** What SQS refuses in a body. JSON text escapes most of it, but U+FFFE and U+FFFF stand in it as they are. */
const UNSENDABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Brings a text into the first form that SNS takes: plain; gzip in base64; a claim check, if payloads can be stored.
 * @throws BinnacleError `TOO_LARGE` it fits in no form
 * @throws ContractError the attributes are too many or reserved
 */
export async function encodeMessage(
  text: string,
  given: Record<string, string>,
  storePayload: ((text: string) => Promise<PayloadPointer>) | undefined,
): Promise<OutboundMessage> {
  checkAttributes(given);
  const attributes = { ...given, ...traceAttributes() };
  const plain = outboundMessage(text, attributes);
  if (plain.bytes <= MAX_SNS_MESSAGE_BYTES && !UNSENDABLE.test(text)) {
    return plain;
  }

  const size = Buffer.byteLength(text);
  if (size > MAX_MESSAGE_BYTES) {
    throw tooLarge(`${size} bytes are more than a message may hold (${MAX_MESSAGE_BYTES})`);
  }
  const body = (await compress(text)).toString("base64");
  const compressed = outboundMessage(body, { ...attributes, "Content-Encoding": "gzip" });
  if (compressed.bytes <= MAX_SNS_MESSAGE_BYTES) {
    return compressed;
  }

  if (!storePayload) {
    throw tooLarge(`${size} bytes, ${compressed.bytes} compressed, do not fit SNS, and no bucket for payloads is set`);
  }
  const pointer = await storePayload(text);
  return outboundMessage(printPointer(pointer), { ...attributes, [PAYLOAD_SIZE_ATTRIBUTE]: String(size) });
}

/**
 * A body that is encoded already, as it stands.
 * @throws BinnacleError `TOO_LARGE` SNS does not take it
 * @throws ContractError the attributes are too many or reserved
 */
export function encodedMessage(
  body: string,
  attributes: Record<string, string>,
  contentEncoding: string,
): OutboundMessage {
  checkAttributes(attributes);
  const message = outboundMessage(body, {
    ...attributes,
    ...traceAttributes(),
    "Content-Encoding": contentEncoding,
  });
  if (message.bytes > MAX_SNS_MESSAGE_BYTES) {
    throw tooLarge(`${message.bytes} bytes, encoded as they are, do not fit SNS`);
  }
  return message;
}

function checkAttributes(attributes: Record<string, string>): void {
  const names = Object.keys(attributes);
  const reserved = names.find((name) => RESERVED_ATTRIBUTES.has(name));
  if (reserved) {
    throw new ContractError("INVALID_ATTRIBUTES", `the message attribute ${reserved} is reserved`);
  }
  const most = MAX_ATTRIBUTES - OWN_ATTRIBUTES;
  if (names.length > most) {
    throw new ContractError(
      "INVALID_ATTRIBUTES",
      `${names.length} message attributes, at most ${most}: SQS drops a message that has more than ${MAX_ATTRIBUTES}, of which ${OWN_ATTRIBUTES} are the publisher's`,
    );
  }
}

function tooLarge(detail: string): BinnacleError {
  return new BinnacleError("TOO_LARGE", detail);
}
