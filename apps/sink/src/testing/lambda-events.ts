import type { SnsEvent, SqsEvent } from "../lambda/lambda-event.js";

export interface EventMessage {
  body: string;
  id?: string;
  receiveCount?: number;
  attributes?: Record<string, string>;
}

/** When every message of these events was sent. */
export const SENT_ON = "2026-11-01T12:00:00.123000Z";

/** The document that Lambda hands over for a queue, with all that AWS documents of it. */
export function sqsEvent(...messages: EventMessage[]): SqsEvent {
  return {
    Records: messages.map(
      ({ body, id = "059f36b4-87a3-44ab-83d2-661975830a7d", receiveCount = 1, attributes = {} }) => ({
        messageId: id,
        receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
        body,
        attributes: {
          ApproximateReceiveCount: String(receiveCount),
          SentTimestamp: String(Date.parse(SENT_ON)),
          SenderId: "AIDAIENQZJOLO23YVJ4VO",
          ApproximateFirstReceiveTimestamp: String(Date.parse(SENT_ON) + 7),
        },
        messageAttributes: {
          ...Object.fromEntries(
            Object.entries(attributes).map(([name, stringValue]) => [
              name,
              { stringValue, stringListValues: [], binaryListValues: [], dataType: "String" },
            ]),
          ),
          opaque: { binaryValue: "AQI=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
        },
        md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:binnacle",
        awsRegion: "us-east-2",
      }),
    ),
  };
}

/** The document that Lambda hands over for a topic. */
export function snsEvent({
  body,
  id = "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
  attributes = {},
}: EventMessage): SnsEvent {
  const TopicArn = "arn:aws:sns:us-east-2:123456789012:binnacle";
  const record = {
    EventVersion: "1.0",
    EventSubscriptionArn: `${TopicArn}:21be56ed-a058-49f5-8c98-aedd2564c486`,
    EventSource: "aws:sns" as const,
    Sns: {
      SignatureVersion: "1",
      Timestamp: SENT_ON.replace("000Z", "Z"),
      Signature: "tcc6faL2yUC6dgZdmrwh1Y4cGa/ebXEkAi6RibDsvpi+tE/1+82j...65r==",
      SigningCertURL:
        "https://sns.us-east-2.amazonaws.com/SimpleNotificationService-ac565b8b1a6c5d002d285f9598aa1d9b.pem",
      MessageId: id,
      Message: body,
      MessageAttributes: {
        ...Object.fromEntries(Object.entries(attributes).map(([name, Value]) => [name, { Type: "String", Value }])),
        opaque: { Type: "Binary", Value: "AQI=" },
      },
      Type: "Notification",
      UnsubscribeURL: `https://sns.us-east-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${TopicArn}:21be56ed`,
      TopicArn,
      Subject: "TestInvoke",
    },
  };
  return { Records: [record] };
}
