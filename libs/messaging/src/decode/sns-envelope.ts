/** What SNS wraps around a message for a subscription without raw delivery. */
export interface SnsEnvelope {
  body: string;
  attributes: Record<string, string>;
  timestamp: string | undefined;
}

/** Reads an envelope; `undefined` if the body is none. */
export function readEnvelope(body: string): SnsEnvelope | undefined {
  // Parsing every body twice would be dear: what lacks these words is no envelope.
  if (!body.includes('"Notification"') || !body.includes('"TopicArn"')) {
    return undefined;
  }
  let envelope: Record<string, unknown> | null;
  try {
    envelope = JSON.parse(body) as Record<string, unknown> | null;
  } catch {
    return undefined;
  }
  const { Type, TopicArn, Message, MessageAttributes, Timestamp } = envelope ?? {};
  if (Type !== "Notification" || typeof TopicArn !== "string" || typeof Message !== "string") {
    return undefined;
  }
  return {
    body: Message,
    attributes: readAttributes(MessageAttributes),
    timestamp: typeof Timestamp === "string" ? Timestamp : undefined,
  };
}

function readAttributes(attributes: unknown): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, attribute] of Object.entries((attributes ?? {}) as Record<string, { Value?: unknown } | null>)) {
    if (typeof attribute?.Value === "string") {
      read[name] = attribute.Value;
    }
  }
  return read;
}
