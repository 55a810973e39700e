import { Accordion, Badge, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useReadings } from "../../catalog/use-resource.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { JsonTree } from "../../values/json-tree.js";
import { Moment } from "../../values/moment.js";

/** The newest value of each reading type, to look through. */
export function ReadingsPanel({ id }: { id: string }) {
  const { data, isPending, isError, error, refetch } = useReadings(id);
  const seriesTypes = data?.seriesTypes ?? [];
  return (
    <Stack component="section" gap="xs" aria-labelledby="readings">
      <Title order={3} size="h4" id="readings">
        Readings
      </Title>
      {isPending && <Skeleton height={120} />}
      {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <EmptyState title="Nothing was read of it yet">
          A collector that publishes readings of this Resource makes them show here.
        </EmptyState>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Accordion variant="separated" multiple defaultValue={data.items.slice(0, 1).map(({ type }) => type)}>
          {data.items.map(({ type, collectedOn, source, value }) => (
            <Accordion.Item key={type} value={type}>
              <Accordion.Control>
                <Group gap="sm">
                  <Text fw={600}>{type}</Text>
                  <Text size="sm" c="dimmed">
                    <Moment time={collectedOn} /> by {source}
                  </Text>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <JsonTree value={value} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
      {seriesTypes.length > 0 && (
        <Group gap="xs">
          <Text size="sm">Series:</Text>
          {seriesTypes.map((type) => (
            <Badge key={type} variant="light" tt="none">
              {type}
            </Badge>
          ))}
        </Group>
      )}
    </Stack>
  );
}
