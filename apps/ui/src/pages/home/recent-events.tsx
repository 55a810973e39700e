import { Text } from "@mantine/core";
import type { useServices } from "../../catalog/use-services.js";
import { EventRow } from "../../events/event-row.js";
import { Panel } from "../../states/panel.js";
import { newestEvents } from "./newest-events.js";

const MOST = 10;

/** What happened last, of all services. */
export function RecentEvents({ services: query }: { services: ReturnType<typeof useServices> }) {
  const events = newestEvents(query.data?.pages.flatMap(({ result }) => result.services) ?? [], MOST);
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
              key={[event.on, event.event, event.resourceName, event.title].join(" ")}
              {...event}
              to={{ service: event.service }}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}
