import { describe, expect, it } from "@jest/globals";
import type { ServiceEvent } from "../catalog/use-service-events.js";
import { timelineOption, tooltipText, type TimelinePoint } from "./timeline-option.js";

const START: ServiceEvent = {
  on: "2026-03-01T08:31:30.000000Z",
  event: "start",
  title: "<b>1.4.2</b>",
  environment: "production",
  resourceId: "0f0cfe2b-0b1e-5c0b-8d5e-1b8b0a0c7f33",
  resourceType: "ServiceInstance",
  resourceName: "orders/production/1",
  source: "health",
  value: null,
};
const INCIDENT: ServiceEvent = { ...START, event: "incident", title: null };

describe("timelineOption", () => {
  it("has a lane for each kind, incidents first, and every event in its own", () => {
    const option = timelineOption([START, INCIDENT], {
      from: "2026-03-01T00:00:00.000000Z",
      to: "2026-03-02T00:00:00.000000Z",
      scheme: "light",
      isNarrow: false,
    }) as unknown as { yAxis: { data: string[] }; series: { name: string; data: TimelinePoint[] }[] };
    expect(option.yAxis.data).toEqual(["Incidents", "Starts"]);
    expect(option.series.map(({ name, data }) => [name, data.map(({ event }) => event)])).toEqual([
      ["Incidents", [INCIDENT]],
      ["Starts", [START]],
    ]);
    expect(option.series[1]!.data[0]!.value).toEqual([Date.parse(START.on), "Starts"]);
  });
});

describe("tooltipText", () => {
  it("is text, whatever the title holds", () => {
    expect(tooltipText(START).split("\n")[0]).toBe("start: <b>1.4.2</b>");
    expect(tooltipText(INCIDENT).split("\n")[0]).toBe("incident");
  });
});
