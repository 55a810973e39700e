import { Accordion, Group, Skeleton, Stack, Text } from "@mantine/core";
import type { Resource } from "@binnacle/client";
import { useReadings } from "../../catalog/use-resource.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { Moment } from "../../values/moment.js";
import { ReadingValue } from "../../views/reading-value.js";

/** The newest value of each reading type, to look through. */
export function ReadingsPanel({ resource }: { resource: Resource }) {
  const { data, isPending, isError, error, refetch } = useReadings(resource.id);
  const seriesTypes = data?.seriesTypes ?? [];
  return (
    <Stack gap="xs">
      {isPending && <Skeleton height={120} />}
      {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <EmptyState title={seriesTypes.length > 0 ? "It has series only" : "Nothing was read of it yet"}>
          {seriesTypes.length > 0
            ? `See the tab Series for ${seriesTypes.join(", ")}.`
            : "A collector that publishes readings of this Resource makes them show here."}
        </EmptyState>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Accordion
          key={resource.id}
          variant="separated"
          multiple
          keepMounted={false}
          order={3}
          defaultValue={data.items.slice(0, 2).map(({ type }) => type)}
        >
          {data.items.map((reading) => (
            <Accordion.Item key={reading.type} value={reading.type}>
              <Accordion.Control>
                <Group gap="sm">
                  <Text fw={600}>{reading.type}</Text>
                  <Text size="sm" c="dimmed">
                    <Moment time={reading.collectedOn} /> by {reading.source}
                  </Text>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <ReadingValue resource={resource} reading={reading} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Stack>
  );
}
