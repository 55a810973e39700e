import {
  epochMicros,
  JsonSyntaxError,
  nowTimestamp,
  parseMessage,
  readMessage,
  type Timestamp,
} from "@binnacle/contract";
import { decodeMessage, isDecodeFault, type ReceivedMessage } from "@binnacle/messaging";

/** A dead letter in a line. */
export interface DescribedMessage {
  id: string;
  /** How often it was handed to a consumer. */
  receiveCount: number;
  /** When it was first sent. */
  sentOn: Timestamp;
  ageSeconds: number;
  /** UTF-8 bytes of the body, as it travels. */
  bytes: number;
  /** `null` where the message does not tell: it cannot be read, or lies in S3. */
  source: string | null;
  /** How its text begins; how the body does where there is no text. */
  start: string;
}

const START_CHARACTERS = 80;

export async function describeMessage(message: ReceivedMessage): Promise<DescribedMessage> {
  const decoded = await decodeMessage(message);
  const { text, sentOn } = decoded;
  return {
    id: message.id,
    receiveCount: message.receiveCount,
    sentOn,
    ageSeconds: Math.round(Number(epochMicros(nowTimestamp()) - epochMicros(sentOn)) / 1e6),
    bytes: Buffer.byteLength(message.body),
    source: isDecodeFault(decoded) ? null : sourceOf(text),
    start: Array.from(text.slice(0, START_CHARACTERS * 2))
      .slice(0, START_CHARACTERS)
      .join(""),
  };
}

function sourceOf(text: string): string | null {
  try {
    const message = readMessage(parseMessage(text).document);
    return message.fault ? null : message.source;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}
