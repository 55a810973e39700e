import { parseTimestamp, timestampFromEpochMillis } from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import type { ReceivedMessage } from "@binnacle/messaging";

/** What Lambda hands over for a queue, as much of it as is read. */
export interface SqsEvent {
  Records: {
    eventSource: "aws:sqs";
    messageId: string;
    receiptHandle: string;
    body: string;
    attributes: Record<string, string>;
    messageAttributes: Record<string, { stringValue?: string; dataType: string }>;
  }[];
}

/** What Lambda hands over for a topic, as much of it as is read. */
export interface SnsEvent {
  Records: {
    EventSource: "aws:sns";
    Sns: {
      MessageId: string;
      Message: string;
      Timestamp: string;
      MessageAttributes?: Record<string, { Type: string; Value: string }>;
    };
  }[];
}

/** Says which messages come again; the event source must have `ReportBatchItemFailures` set, or they are lost. */
export interface SqsBatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/** @throws ContractError `UNKNOWN_EVENT` the function was triggered by something else */
export function isSqsEvent(event: SqsEvent | SnsEvent): event is SqsEvent {
  const records: unknown = (event as Partial<SqsEvent> | null)?.Records;
  if (Array.isArray(records)) {
    if (records.every((record) => record?.eventSource === "aws:sqs")) return true;
    if (records.every((record) => record?.EventSource === "aws:sns")) return false;
  }
  throw new ContractError("UNKNOWN_EVENT", "The event is neither of SQS nor of SNS");
}

export function messagesOfQueue({ Records }: SqsEvent): ReceivedMessage[] {
  return Records.map(({ messageId, receiptHandle, body, attributes, messageAttributes }) => ({
    id: messageId,
    body,
    attributes: definedValues(messageAttributes, ({ stringValue }) => stringValue),
    receivedOn: timestampFromEpochMillis(Number(attributes["SentTimestamp"])),
    receiveCount: Number(attributes["ApproximateReceiveCount"]),
    receiptHandle,
  }));
}

export function messagesOfTopic({ Records }: SnsEvent): ReceivedMessage[] {
  return Records.map(({ Sns: { MessageId, Message, Timestamp, MessageAttributes = {} } }) => ({
    id: MessageId,
    body: Message,
    attributes: definedValues(MessageAttributes, ({ Type, Value }) => (Type === "Binary" ? undefined : Value)),
    receivedOn: parseTimestamp(Timestamp),
    receiveCount: 1,
    receiptHandle: "",
  }));
}

function definedValues<T>(
  attributes: Record<string, T>,
  valueOf: (attribute: T) => string | undefined,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const value = valueOf(attribute);
    if (value !== undefined) values[name] = value;
  }
  return values;
}
