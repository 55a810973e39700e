import { Badge, Card, Group, SimpleGrid, Text } from "@mantine/core";
import type { Source } from "../../catalog/use-sources.js";
import { Moment } from "../../values/moment.js";
import { lastRunOf } from "./last-run.js";
import { rateText } from "./throughput.js";

const COLORS: Record<string, string> = { ok: "teal", partial: "yellow", failed: "red", empty: "gray" };

export interface SourceCardsProps {
  sources: readonly Source[];
  /** Records a second, by source; `undefined` while that is not known. */
  rates: ReadonlyMap<string, number> | undefined;
  /** How much of each source is late. */
  late: ReadonlyMap<string, number>;
}

/** Each source: when it was heard of last, how much comes of it, how its last run ended, whether anything is late. */
export function SourceCards({ sources, rates, late }: SourceCardsProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="ul" style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {sources.map((source) => (
        <li key={source.name}>
          <SourceCard source={source} rate={rates?.get(source.name)} late={late.get(source.name) ?? 0} />
        </li>
      ))}
    </SimpleGrid>
  );
}

function SourceCard({ source, rate, late }: { source: Source; rate: number | undefined; late: number }) {
  const { name, lastSeenOn, records, rejections, lastRun } = source;
  const run = lastRunOf(lastRun);
  return (
    <Card withBorder padding="sm" h="100%">
      <Group justify="space-between" wrap="nowrap" align="start">
        <Text fw={600} className="mono" style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {rejections > 0 && (
            <Badge color="red" variant="light" tt="none">
              {rejections.toLocaleString("en")} rejected
            </Badge>
          )}
          {late > 0 && (
            <Badge color="red" variant="light" tt="none">
              {late} late
            </Badge>
          )}
        </Group>
      </Group>
      <Text size="sm" component="div">
        last heard of <Moment time={lastSeenOn} />
      </Text>
      <Text size="sm" component="div">
        {records.toLocaleString("en")} {records === 1 ? "record" : "records"}
        {rate !== undefined && rate > 0 && `, now ${rateText(rate)}`}
      </Text>
      {run === undefined ? (
        <Text size="sm" c="dimmed">
          reports no runs
        </Text>
      ) : (
        <Group gap="xs">
          <Badge size="sm" variant="light" color={COLORS[run.outcome] ?? "gray"} tt="none">
            {run.outcome}
          </Badge>
          <Text size="sm" c="dimmed" component="div">
            last run {run.endedOn !== null && <Moment time={run.endedOn} />}
            {run.records !== null && `, ${run.records.toLocaleString("en")} records`}
          </Text>
        </Group>
      )}
    </Card>
  );
}
