import { explainFaults, type Fault } from "../fields/explain-faults.js";
import { isJsonObject } from "../fields/json-object.js";
import { compileReader } from "../fields/read-fields.js";
import { ANONYMOUS_SOURCE } from "../identity/source.js";
import { BareRecord, Message } from "../records/records.js";

/** Why a whole message cannot be accepted. Each `path` is a JSON Pointer within the message. */
export interface MessageFault {
  code: "MALFORMED_MESSAGE";
  faults: Fault[];
}

/** A message whose records are yet to be judged, each by `validateRecord`. */
export interface MessageContent {
  /** `anonymous` if the message names none. */
  source: string;
  records: readonly unknown[];
  /** The message is one record without an envelope. */
  isBare: boolean;
}

export type MessageReading = (MessageContent & { fault?: never }) | { fault: MessageFault };

const readEnvelope = compileReader(Message);
const readBareRecord = compileReader(BareRecord);

/** Tells a message from a bare record, and reads what is said of all its records. */
export function readMessage(parsed: unknown): MessageReading {
  if (!isJsonObject(parsed)) {
    return malformed([{ path: "", detail: "must be an object" }]);
  }
  if (Array.isArray(parsed["records"])) {
    const message = readEnvelope(parsed);
    return message
      ? { source: message.source ?? ANONYMOUS_SOURCE, records: message.records, isBare: false }
      : malformed(explainFaults(Message, parsed));
  }
  if (parsed["kind"] === undefined) {
    return malformed([{ path: "", detail: "has neither an array `records` nor a `kind`" }]);
  }
  const bare = readBareRecord(parsed);
  return bare
    ? { source: bare.source ?? ANONYMOUS_SOURCE, records: [parsed], isBare: true }
    : malformed(explainFaults(BareRecord, parsed));
}

function malformed(faults: Fault[]): MessageReading {
  return { fault: { code: "MALFORMED_MESSAGE", faults } };
}
