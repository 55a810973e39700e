import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState, type KeyboardEvent } from "react";
import type { ServiceEvent, ServiceEvents } from "../catalog/use-service-events.js";
import { Chart } from "../charts/chart.js";
import { orderedKinds } from "./event-kinds.js";
import { eventSteps, stepBy } from "./event-steps.js";
import { timelineOption, tooltipText, type TimelinePoint } from "./timeline-option.js";
import classes from "./timeline.module.css";

const LANE_HEIGHT = 32;
const FRAME_HEIGHT = 92;
/** Its least height: with the five kinds of events that we know, and with fewer, so that nothing moves when it is there. */
export const TIMELINE_HEIGHT = FRAME_HEIGHT + 5 * LANE_HEIGHT;
const NARROW = "(max-width: 48em)";

export interface TimelineProps {
  events: ServiceEvents;
  /** Id of what says how to use it. */
  describedBy: string;
}

/** The Service Events Graph: what happened when, to zoom into and to step through; a click or Enter leads to the Resource that it happened to. */
export function Timeline({ events, describedBy }: TimelineProps) {
  const scheme = useComputedColorScheme("light");
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const navigate = useNavigate();
  const option = useMemo(
    () => timelineOption(events.events, { from: events.from, to: events.to, scheme, isNarrow }),
    [events, scheme, isNarrow],
  );
  const open = useCallback(
    (datum: unknown) => {
      const { event } = datum as TimelinePoint;
      void navigate({ to: "/explorer/$id", params: { id: event.resourceId } });
    },
    [navigate],
  );
  const steps = useMemo(() => eventSteps(events.events), [events]);
  const [stood, setStood] = useState<ServiceEvent>();
  const at = stood === undefined ? -1 : steps.findIndex(({ event }) => isSame(event, stood));
  const step = steps[at];
  const point = useMemo(
    () => step && { seriesIndex: step.seriesIndex, dataIndex: step.dataIndex, time: Date.parse(step.event.on) },
    [step],
  );
  const press = (key: KeyboardEvent): void => {
    if (key.ctrlKey || key.metaKey || key.altKey) return;
    const next = stepBy(key.key, step && at, steps.length);
    if (next !== undefined) setStood(steps[next]!.event);
    else if (key.key === "Escape") setStood(undefined);
    else if (key.key === "Enter" && step) open(step);
    else return;
    key.preventDefault();
  };
  const kinds = orderedKinds(Object.keys(events.counts));
  const label = `Events of ${events.service.name}: ${kinds.map((kind) => `${events.counts[kind]} of kind ${kind}`).join(", ")}`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes keys
    <div
      className={classes.timeline}
      role="application"
      aria-label={`Timeline of ${events.service.name}`}
      aria-describedby={describedBy}
      tabIndex={0}
      onKeyDown={press}
      onBlur={() => setStood(undefined)}
    >
      <Chart
        label={label}
        option={option}
        height={Math.max(TIMELINE_HEIGHT, FRAME_HEIGHT + LANE_HEIGHT * kinds.length)}
        onSelect={open}
        point={point}
      />
      <VisuallyHidden aria-live="polite">
        {step && `${tooltipText(step.event).replaceAll("\n", ", ")}, ${at + 1} of ${steps.length}`}
      </VisuallyHidden>
    </div>
  );
}

/** The same event, also when the events were asked for again. */
function isSame(a: ServiceEvent, b: ServiceEvent): boolean {
  return (
    a.on === b.on &&
    a.event === b.event &&
    a.resourceId === b.resourceId &&
    a.title === b.title &&
    a.source === b.source
  );
}
