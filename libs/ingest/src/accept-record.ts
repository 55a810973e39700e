import {
  addMicros,
  inspectValue,
  MAX_CLOCK_AHEAD_MILLIS,
  parseDuration,
  recordTime,
  validateRecord,
  type JsonValue,
  type ReadingRecord,
  type ResourceRecord,
  type Timestamp,
} from "@binnacle/contract";
import type { AcceptedReading, AcceptedRecord, AcceptedResource, IdentifiedResource } from "./accepted-record.js";
import { NEVER } from "./catalog-state.js";
import { identify } from "./identify.js";
import type { Fault } from "./rejection.js";

/** What is known of a record besides its own text. */
export interface RecordContext {
  source: string;
  /** The time of a record that states none. */
  sentOn: Timestamp;
  /** When the queue received the message. */
  receivedOn: Timestamp;
  /** UTF-8 bytes of the record's value as it was sent; 0 without one. */
  sentValueBytes: number;
}

export type Acceptance = { record: AcceptedRecord; fault?: undefined } | { fault: Fault; record?: undefined };

/** Judges one record as it was parsed: all that can be said without looking at the catalog. */
export function acceptRecord(input: unknown, context: RecordContext): Acceptance {
  const { record, fault } = validateRecord(input, { source: context.source });
  if (fault) {
    const [first, ...others] = fault.faults;
    const detail = [first!.detail, ...others.map((other) => `${other.path} ${other.detail}`)].join("; ");
    return { fault: { code: fault.code, path: first!.path, detail } };
  }
  const { field, time } = recordTime(record);
  const on = time ?? context.sentOn;
  if (on > latestTime(context.receivedOn)) {
    const detail = `${on} is more than 5 minutes after ${context.receivedOn}, when the message was received`;
    return { fault: { code: "CLOCK_AHEAD", path: `/${field}`, detail } };
  }
  switch (record.kind) {
    case "resource":
      return { record: acceptResource(record, on, context.source) };
    case "reading":
      return acceptReading(record, on, context);
    case "removal":
      return { record: { kind: "removal", resource: identify(record.resource), on, source: context.source } };
    case "sweep":
      return {
        record: {
          kind: "sweep",
          resourceType: record.resourceType,
          parent: record.parent && identify(record.parent),
          count: record.count,
          on,
          source: context.source,
        },
      };
  }
}

function acceptResource(record: ResourceRecord, on: Timestamp, source: string): AcceptedResource {
  const { type, name, parent, expiresAfter } = record;
  return {
    kind: "resource",
    resource: identify({ type, name }),
    parent: parent && identify(parent),
    on,
    expiresOn: expiresAfter === undefined ? NEVER : addMicros(on, parseDuration(expiresAfter)!),
    source,
  };
}

const NO_REFERENCES: IdentifiedResource[] = [];

function acceptReading(record: ReadingRecord, on: Timestamp, context: RecordContext): Acceptance {
  const { resource, type, value, storageMode = "SNAPSHOT" } = record;
  const inspected = inspectValue(value as JsonValue, context.sentValueBytes);
  if (inspected.fault) return { fault: { ...inspected.fault, path: `/value${inspected.fault.path}` } };
  const { text, digest, references } = inspected;
  const reading: AcceptedReading = {
    kind: "reading",
    resource: identify(resource),
    type,
    storageMode,
    text,
    digest,
    references:
      references.length === 0
        ? NO_REFERENCES
        : references.map(({ resourceType, resourceName }) => identify({ type: resourceType, name: resourceName })),
    on,
    source: context.source,
  };
  return { record: reading };
}

let limit: { receivedOn: Timestamp; latest: Timestamp } | undefined;

/** The latest time of a record that was received then; all records of a message share it. */
function latestTime(receivedOn: Timestamp): Timestamp {
  if (limit?.receivedOn !== receivedOn) {
    limit = { receivedOn, latest: addMicros(receivedOn, MAX_CLOCK_AHEAD_MILLIS * 1000) };
  }
  return limit.latest;
}
