import type { Timestamp } from "@binnacle/contract";
import type { CatalogReading, CatalogResource } from "../../catalog/catalog-items.js";
import { eventKind, eventTitle } from "../readings/event.js";
import { type Health, readHealth } from "../readings/health.js";
import { bucketStart, type TimeWindow } from "../time-window.js";
import type { TimelineBucket, TimelineEvent } from "./result.js";

export const HEALTH_EVENT = "health";

const MAX_VALUE_LENGTH = 8 * 1024;

/** What an event is about. */
export interface Subject {
  resource: CatalogResource;
  environment: string | null;
}

/** A `ServiceEvent` as an item of the timeline. */
export function timelineEvent(reading: CatalogReading, subject: Subject): TimelineEvent {
  const value: unknown = reading.text.length > MAX_VALUE_LENGTH ? null : reading.value;
  return describe(reading, subject, { event: eventKind(reading), title: eventTitle(reading), value });
}

/** When the health of Resources changed, out of their `HealthCheckSample` series in the order of time. */
export function healthEvents(
  samples: readonly CatalogReading[],
  subjects: ReadonlyMap<string, Subject>,
): TimelineEvent[] {
  const last = new Map<string, Health>();
  return samples.flatMap((sample) => {
    const to = readHealth(sample);
    const from = last.get(sample.resourceId);
    last.set(sample.resourceId, to);
    const subject = subjects.get(sample.resourceId);
    if (from === undefined || from === to || subject === undefined) return [];
    return [describe(sample, subject, { event: HEALTH_EVENT, title: `${from} → ${to}`, value: { from, to } })];
  });
}

/** How many events of each kind, by kind. */
export function countKinds(events: readonly TimelineEvent[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { event } of events) counts.set(event, (counts.get(event) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many events of each kind in each bucket, oldest first. */
export function countBuckets(events: readonly TimelineEvent[], window: TimeWindow): TimelineBucket[] {
  const buckets = Map.groupBy(events, ({ on }): Timestamp => bucketStart(window, on));
  return [...buckets]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, within]) => ({ from, counts: countKinds(within) }));
}

/** Newest first; at one time by Resource. */
export function compareEvents(a: TimelineEvent, b: TimelineEvent): number {
  if (a.on !== b.on) return a.on > b.on ? -1 : 1;
  if (a.resourceName !== b.resourceName) return a.resourceName < b.resourceName ? -1 : 1;
  return a.event < b.event ? -1 : Number(a.event > b.event);
}

function describe(
  { collectedOn, source }: CatalogReading,
  { resource: { id, type, name }, environment }: Subject,
  { event, title, value }: Pick<TimelineEvent, "event" | "title" | "value">,
): TimelineEvent {
  const of = { resourceId: id, resourceType: type, resourceName: name };
  return { on: collectedOn, event, title, environment, ...of, source, value };
}
