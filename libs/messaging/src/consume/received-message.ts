import type { Message } from "@aws-sdk/client-sqs";
import { timestampFromEpochMillis, type Timestamp } from "@binnacle/contract";

/** A message as it came from the queue. */
export interface ReceivedMessage {
  id: string;
  /** As received: `decodeMessage` unwraps it. */
  body: string;
  /** Values of the message attributes; binary ones are left out. */
  attributes: Record<string, string>;
  /** When the queue received the message (`SentTimestamp`). */
  receivedOn: Timestamp | undefined;
  /** How often it was handed to a consumer, this time included. */
  receiveCount: number;
  receiptHandle: string;
}

export function receivedMessage(message: Message): ReceivedMessage {
  const { SentTimestamp, ApproximateReceiveCount } = message.Attributes ?? {};
  const attributes: Record<string, string> = {};
  for (const [name, { StringValue }] of Object.entries(message.MessageAttributes ?? {})) {
    if (StringValue !== undefined) {
      attributes[name] = StringValue;
    }
  }
  return {
    id: message.MessageId ?? "",
    body: message.Body ?? "",
    attributes,
    receivedOn: SentTimestamp === undefined ? undefined : timestampFromEpochMillis(Number(SentTimestamp)),
    receiveCount: Number(ApproximateReceiveCount ?? 1),
    receiptHandle: message.ReceiptHandle ?? "",
  };
}
