import { Badge, Card, Group, SimpleGrid, Text } from "@mantine/core";
import type { Freshness } from "../../catalog/use-freshness.js";
import { Moment } from "../../values/moment.js";

const COLORS = { ok: "teal", partial: "yellow", failed: "red", empty: "gray" } as const;

/** Each source with how its last run ended, and whether anything of it is late. */
export function SourceCards({ sources }: { sources: Freshness["sources"] }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {sources.map(({ name, lastRun, late }) => (
        <Card key={name} withBorder padding="sm">
          <Group justify="space-between" wrap="nowrap" align="start">
            <Text fw={600} className="mono">
              {name}
            </Text>
            {late > 0 && (
              <Badge color="red" variant="light" tt="none" style={{ flexShrink: 0 }}>
                {late} late
              </Badge>
            )}
          </Group>
          {lastRun === null ? (
            <Text size="sm" c="dimmed">
              reports no runs
            </Text>
          ) : (
            <Group gap="xs">
              <Badge size="sm" variant="light" color={COLORS[lastRun.outcome]} tt="none">
                {lastRun.outcome}
              </Badge>
              <Text size="sm" c="dimmed" component="div">
                <Moment time={lastRun.endedOn} />, {lastRun.records.toLocaleString("en")} records
              </Text>
            </Group>
          )}
        </Card>
      ))}
    </SimpleGrid>
  );
}
