import { Text } from "@mantine/core";
import { useRecentEvents } from "../../catalog/use-recent-events.js";
import { EventRow } from "../../events/event-row.js";
import { Panel } from "../../states/panel.js";

/** What happened last, of all services and whatever else. */
export function RecentEvents() {
  const query = useRecentEvents();
  const events = query.data?.result.events ?? [];
  return (
    <Panel title="Recent events" query={query} height={320}>
      {query.isSuccess && events.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing happened in the last 30 days, as far as is known. Publish deployments, starts, stops and incidents as
          ServiceEvent readings, and they show here.
        </Text>
      )}
      {events.length > 0 && (
        <div role="list">
          {events.map((event) => (
            <EventRow
              key={[event.on, event.event, event.resourceId, event.title].join(" ")}
              {...event}
              to={event.service === null ? { id: event.resourceId } : { service: event.service.name }}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}
