import type { Timestamp } from "@binnacle/contract";

/** A message's text as its publisher wrote it. */
export interface DecodedMessage {
  id: string;
  text: string;
  /** What the text was made of: still compressed, or a claim check. */
  body: string;
  /** The time of records that carry none. */
  sentOn: Timestamp;
  /** When the queue received the message. */
  receivedOn: Timestamp;
  attributes: Record<string, string>;
}

/** A message that gives no text; `text` is as much as could be read of it. It is a rejection as a whole. */
export interface DecodeFault extends DecodedMessage {
  code: "MALFORMED_MESSAGE" | "PAYLOAD_MISSING";
  detail: string;
}

export function isDecodeFault(message: DecodedMessage | DecodeFault): message is DecodeFault {
  return "code" in message;
}
