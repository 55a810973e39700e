import type { ServiceEvent } from "../catalog/use-service-events.js";
import { orderedKinds } from "./event-kinds.js";

/** An event with its place in the timeline's option. */
export interface EventStep {
  event: ServiceEvent;
  seriesIndex: number;
  dataIndex: number;
}

/** The events as the keyboard goes through them, oldest first; what happened at once, from the upper lane to the lower. */
export function eventSteps(events: readonly ServiceEvent[]): EventStep[] {
  const kinds = orderedKinds(events.map(({ event }) => event));
  const lanes = kinds.map((kind) => events.filter(({ event }) => event === kind));
  return lanes
    .flatMap((lane, seriesIndex) => lane.map((event, dataIndex) => ({ event, seriesIndex, dataIndex })))
    .toSorted((a, b) => (a.event.on < b.event.on ? -1 : Number(a.event.on > b.event.on)));
}

/** Where a key leads from a step, `undefined` being none yet: the newest comes first. `undefined` for keys that lead nowhere. */
export function stepBy(key: string, from: number | undefined, count: number): number | undefined {
  const newest = count - 1;
  switch (key) {
    case "ArrowLeft":
      return from === undefined ? newest : Math.max(0, from - 1);
    case "ArrowRight":
      return from === undefined ? newest : Math.min(newest, from + 1);
    case "Home":
      return 0;
    case "End":
      return newest;
    default:
      return undefined;
  }
}
