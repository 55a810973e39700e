import { useComputedColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { ServiceEvents } from "../catalog/use-service-events.js";
import { Chart } from "../charts/chart.js";
import { orderedKinds } from "./event-kinds.js";
import { timelineOption, type TimelinePoint } from "./timeline-option.js";

const LANE_HEIGHT = 40;
const FRAME_HEIGHT = 92;
/** Its least height: with four kinds of events, and with fewer, so that nothing moves when it is there. */
export const TIMELINE_HEIGHT = FRAME_HEIGHT + 4 * LANE_HEIGHT;
const NARROW = "(max-width: 48em)";

/** The Service Events Graph: what happened when, to zoom into; a click leads to the Resource that it happened to. */
export function Timeline({ events }: { events: ServiceEvents }) {
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
  const kinds = orderedKinds(Object.keys(events.counts));
  const label = `Events of ${events.service.name}: ${kinds.map((kind) => `${events.counts[kind]} of kind ${kind}`).join(", ")}`;
  return (
    <Chart
      label={label}
      option={option}
      height={Math.max(TIMELINE_HEIGHT, FRAME_HEIGHT + LANE_HEIGHT * kinds.length)}
      onSelect={open}
    />
  );
}
