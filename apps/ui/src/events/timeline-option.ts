import type { EChartsCoreOption } from "echarts/core";
import type { ServiceEvent } from "../catalog/use-service-events.js";
import { eventKind, orderedKinds } from "./event-kinds.js";

/** A point of the timeline; `event` is what it stands for. */
export interface TimelinePoint {
  value: [on: number, lane: string];
  event: ServiceEvent;
}

export interface TimelineFrame {
  from: string;
  to: string;
  scheme: "light" | "dark";
  /** Whether there is little room: no slider, shorter labels. */
  isNarrow: boolean;
}

/** A lane for each kind of event, along a time axis that zooms by wheel, by dragging and by the slider beneath. */
export function timelineOption(
  events: readonly ServiceEvent[],
  { from, to, scheme, isNarrow }: TimelineFrame,
): EChartsCoreOption {
  const kinds = orderedKinds(events.map(({ event }) => event)).map((kind) => eventKind(kind, scheme));
  return {
    grid: { left: isNarrow ? 84 : 110, right: 16, top: 8, bottom: isNarrow ? 28 : 76 },
    tooltip: {
      trigger: "item",
      confine: true,
      formatter: ({ data }: { data: TimelinePoint }) => tooltipText(data.event),
    },
    xAxis: {
      type: "time",
      min: Date.parse(from),
      max: Date.parse(to),
      axisLabel: { hideOverlap: true },
      splitLine: { show: true, lineStyle: { opacity: 0.4 } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: kinds.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { show: true, lineStyle: { opacity: 0.4 } },
    },
    dataZoom: [
      { type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
      ...(isNarrow ? [] : [{ type: "slider", filterMode: "none", bottom: 12, height: 24, showDataShadow: false }]),
    ],
    series: kinds.map(({ kind, label, color }) => ({
      type: "scatter",
      name: label,
      symbol: kind === "incident" ? "diamond" : kind === "deployment" ? "circle" : "roundRect",
      symbolSize: kind === "incident" ? 16 : kind === "deployment" ? 14 : [6, 16],
      itemStyle: { color, opacity: 0.8 },
      emphasis: { scale: 1.5, itemStyle: { opacity: 1 } },
      data: events
        .filter(({ event }) => event === kind)
        .map((event): TimelinePoint => ({ value: [Date.parse(event.on), label], event })),
    })),
  };
}

/** Plain text: the chart draws it as it is. */
export function tooltipText({ event, title, on, resourceName, resourceType, source }: ServiceEvent): string {
  return [
    title === null ? event : `${event}: ${title}`,
    new Date(on).toLocaleString(),
    `${resourceType} ${resourceName}`,
    `told by ${source}`,
  ].join("\n");
}
