import type { MessageAttributeValue } from "@aws-sdk/client-sns";

/** A message as it goes to SNS. */
export interface OutboundMessage {
  body: string;
  attributes: Record<string, MessageAttributeValue>;
  /** What SNS counts against its limits: body and attributes (name, type and value) in UTF-8 bytes. */
  bytes: number;
}

export function outboundMessage(body: string, values: Record<string, string>): OutboundMessage {
  const attributes: Record<string, MessageAttributeValue> = {};
  let bytes = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(values)) {
    const type = NUMBERS.has(name) ? "Number" : "String";
    attributes[name] = { DataType: type, StringValue: value };
    bytes += Buffer.byteLength(name) + type.length + Buffer.byteLength(value);
  }
  return { body, attributes, bytes };
}

/** The extended client libraries write the payload's size as a number. */
const NUMBERS = new Set(["ExtendedPayloadSize", "SQSLargePayloadSize"]);
