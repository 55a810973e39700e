import { describe, expect, it } from "@jest/globals";
import type { ServiceEvent } from "../catalog/use-service-events.js";
import { eventSteps, stepBy } from "./event-steps.js";
import { timelineOption, type TimelinePoint } from "./timeline-option.js";

function eventAt(minute: number, event: string): ServiceEvent {
  return {
    on: `2026-03-01T08:0${minute}:00.000000Z`,
    event,
    title: null,
    environment: null,
    resourceId: "0f0cfe2b-0b1e-5c0b-8d5e-1b8b0a0c7f33",
    resourceType: "Service",
    resourceName: "orders",
    source: "git",
    value: null,
  };
}

const EVENTS = [eventAt(4, "start"), eventAt(3, "incident"), eventAt(2, "start"), eventAt(2, "deployment")];

describe("eventSteps", () => {
  it("goes from the oldest to the newest, and from the upper lane to the lower at one time", () => {
    expect(eventSteps(EVENTS).map(({ event: { on, event } }) => `${on.slice(14, 16)} ${event}`)).toEqual([
      "02 deployment",
      "02 start",
      "03 incident",
      "04 start",
    ]);
  });

  it("knows where each event is in the chart", () => {
    const frame = {
      from: "2026-03-01T00:00:00Z",
      to: "2026-03-02T00:00:00Z",
      scheme: "light",
      isNarrow: false,
    } as const;
    const { series } = timelineOption(EVENTS, frame) as unknown as { series: { data: TimelinePoint[] }[] };
    const steps = eventSteps(EVENTS);
    expect(steps).toHaveLength(EVENTS.length);
    for (const { event, seriesIndex, dataIndex } of steps)
      expect(series[seriesIndex]!.data[dataIndex]!.event).toBe(event);
  });
});

describe("stepBy", () => {
  it("begins at the newest, and stays within the events", () => {
    expect(["ArrowLeft", "ArrowRight", "Home", "End"].map((key) => stepBy(key, undefined, 4))).toEqual([3, 3, 0, 3]);
    expect([stepBy("ArrowLeft", 0, 4), stepBy("ArrowLeft", 2, 4)]).toEqual([0, 1]);
    expect([stepBy("ArrowRight", 3, 4), stepBy("ArrowRight", 2, 4)]).toEqual([3, 3]);
    expect(stepBy("Tab", 2, 4)).toBeUndefined();
  });
});
