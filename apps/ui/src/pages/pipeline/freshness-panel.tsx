import { Group, SegmentedControl, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { SortingState } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useFreshness } from "../../catalog/use-freshness.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { CsvButton } from "../../table/csv-button.js";
import { DataTable } from "../../table/data-table.js";
import { FRESHNESS_COLUMNS } from "./freshness-columns.js";

const STATES = ["all", "late", "ok", "unknown"] as const;
const CSV_HEADER = [
  "source",
  "readingType",
  "storageMode",
  "state",
  "newestOn",
  "oldestOn",
  "resources",
  "intervalSeconds",
];

/** What is collected how often, and what of it is late. */
export function FreshnessPanel() {
  const search = useSearch({ strict: false }) as { state?: string };
  const navigate = useNavigate();
  const { data, isPending, isError, error, refetch } = useFreshness();
  const [sorting, setSorting] = useState<SortingState>([]);
  const state = search.state ?? "all";
  const rows = useMemo(
    () => data?.result.items.filter((item) => state === "all" || item.state === state) ?? [],
    [data, state],
  );
  if (isPending) return <Skeleton height={320} />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const { counts, items } = data.result;
  if (items.length === 0)
    return (
      <EmptyState title="No readings were published yet">
        Start a collector, or post readings to the intake; what was read when shows here.
      </EmptyState>
    );
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={3} size="h4">
          By source and reading type
        </Title>
        <Group>
          <SegmentedControl
            aria-label="State"
            data={STATES.map((name) => ({
              value: name,
              label: name === "all" ? `All ${items.length}` : `${name} ${counts[name]}`,
            }))}
            value={state}
            onChange={(next) =>
              void navigate({
                to: "/pipeline",
                search: { tab: "freshness", ...(next !== "all" && { state: next }) } as never,
                replace: true,
              })
            }
          />
          <CsvButton
            name="freshness"
            header={CSV_HEADER}
            rows={() => rows.map((row) => CSV_HEADER.map((key) => row[key as keyof typeof row]))}
          />
        </Group>
      </Group>
      {data.isPartial && (
        <Text size="sm" c="dimmed">
          There is more than was looked at: this is a sample of the readings of each type.
        </Text>
      )}
      <DataTable
        label="Freshness by source and reading type"
        columns={FRESHNESS_COLUMNS as never}
        rows={rows}
        rowId={({ source, readingType, storageMode }) => `${source} ${readingType} ${storageMode}`}
        sorting={sorting}
        onSortingChange={setSorting}
        empty={<EmptyState title={`None is ${state}`}>Choose another state to see the others.</EmptyState>}
      />
    </Stack>
  );
}
