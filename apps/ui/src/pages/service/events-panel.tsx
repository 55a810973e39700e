import { Button, Center, Group, SegmentedControl, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useId, useState } from "react";
import { useServiceEvents } from "../../catalog/use-service-events.js";
import { EventRow } from "../../events/event-row.js";
import { Timeline, TIMELINE_HEIGHT } from "../../events/timeline.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";

const WINDOWS = [
  { value: "1", label: "Day" },
  { value: "7", label: "Week" },
  { value: "30", label: "Month" },
  { value: "90", label: "Quarter" },
];
const LISTED_AT_FIRST = 25;
/** What is said beneath the graph, with the gap before it. */
const HINT_HEIGHT = 28;

export interface EventsPanelProps {
  service: string;
  days: number;
  onDaysChange: (days: number) => void;
  /** Whether the events are listed beneath the graph. */
  isListed?: boolean;
}

/** The Service Events Graph, and the same as a list. */
export function EventsPanel({ service, days, onDaysChange, isListed = false }: EventsPanelProps) {
  const { data, isPending, isError, error, refetch } = useServiceEvents(service, days);
  const hint = useId();
  const hasEvents = data !== undefined && data.result.events.length > 0;
  return (
    <Stack component="section" gap="xs" aria-labelledby="events">
      <Group justify="space-between">
        <Title order={3} size="h4" id="events">
          What happened
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="How far back"
          data={WINDOWS}
          value={String(days)}
          onChange={(value) => onDaysChange(Number(value))}
        />
      </Group>
      {isPending && <Skeleton height={TIMELINE_HEIGHT} />}
      {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data?.result.events.length === 0 && (
        <Center mih={TIMELINE_HEIGHT + HINT_HEIGHT}>
          <EmptyState title="Nothing happened in this time">
            Look further back, or publish deployments, starts, stops and incidents as ServiceEvent readings.
          </EmptyState>
        </Center>
      )}
      {hasEvents && <Timeline key={days} events={data.result} describedBy={hint} />}
      {(isPending || hasEvents) && (
        <Text size="xs" c="dimmed" id={hint}>
          Drag to move, Ctrl and wheel or the slider to zoom, click an event to open what it happened to. By the
          keyboard: arrows go from event to event, Home to the oldest, End to the newest, Enter opens.
          {data?.isPartial && " There is more than is drawn: only the newest events are."}
        </Text>
      )}
      {isListed && hasEvents && <EventList events={data.result.events} />}
    </Stack>
  );
}

function EventList({ events }: { events: Parameters<typeof Timeline>[0]["events"]["events"] }) {
  const [shown, setShown] = useState(LISTED_AT_FIRST);
  return (
    <>
      <div role="list" aria-label="Events, the newest first">
        {events.slice(0, shown).map((event) => (
          <EventRow
            key={[event.on, event.event, event.resourceId, event.source, event.title].join(" ")}
            {...event}
            to={{ id: event.resourceId }}
          />
        ))}
      </div>
      {events.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + 100)}>
          Show more of {events.length}
        </Button>
      )}
    </>
  );
}
