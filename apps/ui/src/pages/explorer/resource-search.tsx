import { Anchor, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type { Resource } from "@binnacle/client";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { SortingState } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { LEAST_SEARCH_LENGTH } from "../../catalog/use-search.js";
import { useResources } from "../../catalog/use-resources.js";
import { useTypes } from "../../catalog/use-types.js";
import { EmptyState } from "../../states/empty-state.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { DataTable } from "../../table/data-table.js";
import { columnsOf } from "../../table/table-features.js";
import { Moment } from "../../values/moment.js";

const TYPING_MS = 300;
const column = columnsOf<Resource>();

const COLUMNS = column.columns([
  column.accessor("type", { header: "Type", size: 200, cell: ({ getValue }) => <Text size="sm">{getValue()}</Text> }),
  column.accessor("name", {
    header: "Name",
    size: 420,
    cell: ({ row: { original } }) => (
      <Anchor component={Link} to="/explorer/$id" params={{ id: original.id } as never} title={original.name}>
        {original.name}
      </Anchor>
    ),
  }),
  column.accessor("createdOn", {
    header: "Known since",
    size: 140,
    cell: ({ getValue }) => <Moment time={getValue()} />,
  }),
  column.accessor("lastSeenOn", {
    header: "Last seen",
    size: 140,
    cell: ({ getValue }) => <Moment time={getValue()} />,
  }),
]);

/** Finds Resources by type and a part of the name. */
export function ResourceSearch() {
  const search = useSearch({ strict: false }) as { type?: string; q?: string };
  const navigate = useNavigate();
  const [sorting, setSorting] = useState<SortingState>([]);
  const types = useTypes();
  const q = search.q !== undefined && [...search.q].length >= LEAST_SEARCH_LENGTH ? search.q : undefined;
  const resources = useResources({ type: search.type, q });
  const rows = useMemo(() => resources.data?.pages.flatMap(({ items }) => items) ?? [], [resources.data]);
  const set = (change: { type?: string | undefined; q?: string | undefined }): void => {
    void navigate({ to: "/explorer", search: { ...search, ...change } as never, replace: true });
  };
  const setText = useDebouncedCallback((text: string) => set({ q: text === "" ? undefined : text }), TYPING_MS);
  const total = resources.data?.pages[0]?.total;

  return (
    <Stack>
      <Group align="end">
        <Select
          label="Type"
          placeholder="Every type"
          clearable
          searchable
          w={280}
          value={search.type ?? null}
          data={(types.data?.resourceTypes ?? []).map(({ type, count }) => ({
            value: type,
            label: `${type} (${count.toLocaleString("en")})`,
          }))}
          onChange={(type) => set({ type: type ?? undefined })}
        />
        <TextInput
          label="Part of the name"
          placeholder={`At least ${LEAST_SEARCH_LENGTH} characters`}
          w={280}
          defaultValue={search.q ?? ""}
          onChange={({ currentTarget }) => setText(currentTarget.value.trim())}
        />
        {total !== undefined && (
          <Text size="sm" c="dimmed" role="status">
            {typeof total === "number" ? total.toLocaleString("en") : total} Resources
          </Text>
        )}
      </Group>
      {resources.isPending && <LoadingPage />}
      {resources.isError && <ProblemAlert error={resources.error} onRetry={() => void resources.refetch()} />}
      {resources.isSuccess && (
        <DataTable
          label="Resources"
          columns={COLUMNS as never}
          rows={rows}
          rowId={({ id }) => id}
          sorting={sorting}
          onSortingChange={setSorting}
          empty={
            <EmptyState title="No Resource matches">
              Choose another type or a shorter part of the name. A catalog that is empty altogether has no collector
              yet.
            </EmptyState>
          }
        />
      )}
      {resources.hasNextPage && (
        <Button variant="default" loading={resources.isFetchingNextPage} onClick={() => void resources.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
