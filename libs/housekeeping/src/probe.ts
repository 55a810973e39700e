import { collector, resourceId, type ReadingRecord, type Timestamp } from "@binnacle/contract";

/** Who publishes probes. */
export const HOUSEKEEPER_SOURCE = "binnacle/housekeeper";

const RESOURCE = collector(HOUSEKEEPER_SOURCE);

/** Where a probe that came through is found. */
export const PROBE = {
  resourceId: resourceId(RESOURCE.type, RESOURCE.name),
  readingType: "QueueProbe",
} as const;

/**
 * A reading that shows how far the queue was read: it goes the way of every record. Its value stays the same, so storing one
 * only moves a time.
 */
export function probeRecord(on: Timestamp): ReadingRecord {
  return {
    kind: "reading",
    resource: { type: RESOURCE.type, name: RESOURCE.name },
    type: PROBE.readingType,
    collectedOn: on,
    value: { purpose: "shows how far the queue has been read" },
  };
}
