import { MAX_MESSAGE_BYTES } from "@binnacle/contract";
import { statedSize } from "../decode/inflate-body.js";
import { LEGACY_PAYLOAD_SIZE_ATTRIBUTE, PAYLOAD_SIZE_ATTRIBUTE } from "../payload/payload-pointer.js";
import type { ReceivedMessage } from "./received-message.js";

/** Enough of the base64 for the last four bytes of a gzip stream. */
const TAIL_CHARACTERS = 8;

/**
 * Bytes that a message will take once decoded, as far as it says so itself: batches are cut by this, or a hundred
 * claim checks of a few bytes each would fill the memory. Never less than its body.
 */
export function messageWeight({ body, attributes }: ReceivedMessage): number {
  const payload = Number(attributes[PAYLOAD_SIZE_ATTRIBUTE] ?? attributes[LEGACY_PAYLOAD_SIZE_ATTRIBUTE] ?? 0);
  const inflated =
    attributes["Content-Encoding"] === "gzip" ? statedSize(Buffer.from(body.slice(-TAIL_CHARACTERS), "base64")) : 0;
  const decoded = Math.min(Math.max(payload || 0, inflated), MAX_MESSAGE_BYTES);
  return Math.max(Buffer.byteLength(body), decoded);
}
