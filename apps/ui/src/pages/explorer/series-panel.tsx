import { Button, Group, SegmentedControl, Select, Skeleton, Stack, Text } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useReadings } from "../../catalog/use-resource.js";
import { useSeries } from "../../catalog/use-series.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { SeriesChart } from "./series-chart.js";
import { SeriesTable } from "./series-table.js";

const HOUR_MS = 3_600_000;
const SPANS = [
  { value: "1", label: "Last hour" },
  { value: "24", label: "Last day" },
  { value: "168", label: "Last week" },
  { value: "720", label: "Last 30 days" },
];

interface SeriesSearch {
  series?: string;
  hours?: number;
  as?: "chart" | "table";
}

/** The time series of a Resource, as a chart of their numbers or as a table. */
export function SeriesPanel({ id }: { id: string }) {
  const search = useSearch({ strict: false }) as SeriesSearch;
  const navigate = useNavigate();
  const params = useParams({ strict: false }) as { id: string };
  const readings = useReadings(id);
  const types = readings.data?.seriesTypes ?? [];
  const type = search.series ?? types[0];
  const set = (change: SeriesSearch): void => {
    void navigate({
      to: "/explorer/$id",
      params,
      search: ((before: object) => ({ ...before, ...change })) as never,
      replace: true,
    });
  };

  if (readings.isPending) return <Skeleton height={320} />;
  if (readings.isError) return <ProblemAlert error={readings.error} onRetry={() => void readings.refetch()} />;
  if (type === undefined)
    return (
      <EmptyState title="It has no series">
        A collector that publishes readings with the storage mode TIME_SERIES makes their history show here.
      </EmptyState>
    );
  return (
    <Stack>
      <Group align="end">
        <Select
          label="Reading type"
          w={240}
          allowDeselect={false}
          data={types}
          value={type}
          onChange={(next) => next !== null && set({ series: next })}
        />
        <Select
          label="Time"
          w={160}
          placeholder="All of it"
          clearable
          data={SPANS}
          value={search.hours === undefined ? null : String(search.hours)}
          onChange={(next) => set({ hours: (next === null ? undefined : Number(next)) as never })}
        />
        <SegmentedControl
          aria-label="Shown as"
          data={[
            { value: "chart", label: "Chart" },
            { value: "table", label: "Table" },
          ]}
          value={search.as ?? "chart"}
          onChange={(as) => set({ as: as as "chart" | "table" })}
        />
      </Group>
      <Series key={`${type} ${search.hours}`} id={id} type={type} hours={search.hours} as={search.as ?? "chart"} />
    </Stack>
  );
}

interface SeriesProps {
  id: string;
  type: string;
  hours: number | undefined;
  as: "chart" | "table";
}

function Series({ id, type, hours, as }: SeriesProps) {
  // Until another span is chosen: a beginning that moved with the clock would be another question each time.
  const [from] = useState(() =>
    hours === undefined ? undefined : new Date(Date.now() - hours * HOUR_MS).toISOString(),
  );
  const series = useSeries(id, type, from);
  const rows = useMemo(() => series.data?.pages.flatMap(({ items }) => items) ?? [], [series.data]);
  if (series.isPending) return <Skeleton height={320} />;
  if (series.isError) return <ProblemAlert error={series.error} onRetry={() => void series.refetch()} />;
  if (rows.length === 0)
    return <EmptyState title="Nothing in this time">Choose a longer time, or all of it.</EmptyState>;
  return (
    <>
      {as === "chart" ? <SeriesChart type={type} rows={rows} /> : <SeriesTable type={type} rows={rows} />}
      <Group>
        <Text size="sm" c="dimmed" role="status">
          The newest {rows.length.toLocaleString("en")}
          {!series.hasNextPage && ", which are all"}
        </Text>
        {series.hasNextPage && (
          <Button
            size="xs"
            variant="default"
            loading={series.isFetchingNextPage}
            onClick={() => void series.fetchNextPage()}
          >
            Show older ones
          </Button>
        )}
      </Group>
    </>
  );
}
