import { Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useMemo } from "react";
import { useScorecardOfAll } from "../../catalog/use-scorecard.js";
import { useServices } from "../../catalog/use-services.js";
import { EmptyState } from "../../states/empty-state.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { ColumnChoice } from "../../table/column-choice.js";
import { CsvButton } from "../../table/csv-button.js";
import { DataTable } from "../../table/data-table.js";
import { shownRows } from "./service-row.js";
import { CHOICES, HIDDEN_AT_FIRST, servicesColumns } from "./services-columns.js";
import { CSV_HEADER, csvRow } from "./services-csv.js";
import { ServicesFilters } from "./services-filters.js";
import { readServicesSearch, sortingOf, sortText, type ServicesSearch } from "./services-search.js";

/** All services: whose they are, what runs where and how well, what is vulnerable. */
export function ServicesPage() {
  // The first time after the frame around it, and in pieces: both at once are twice as long a task.
  const isDrawn = useDeferredValue(true, false);
  return isDrawn ? <WholeServicesPage /> : <LoadingPage />;
}

function WholeServicesPage() {
  const inUrl = useSearch({ strict: false }) as Record<string, unknown>;
  const search = useMemo(() => readServicesSearch(inUrl), [inUrl]);
  const navigate = useNavigate();
  const query = useServices();
  // Each of twenty pages makes ten thousand rows anew: drawn in pieces, and not at all where the next one is there before.
  const data = useDeferredValue(query.data);
  const scorecard = useScorecardOfAll();
  const card = scorecard.data?.pages[0]?.result.scorecard;
  const levels = useMemo(() => (card?.resourceType === "Service" ? card.levels : []), [card]);
  const columns = useMemo(() => servicesColumns(levels), [levels]);
  const services = useMemo(() => data?.pages.flatMap(({ result }) => result.services) ?? [], [data]);
  const scored = useMemo(
    () => new Map(scorecard.data?.pages.flatMap(({ result }) => result.resources.map(({ id, level }) => [id, level]))),
    [scorecard.data],
  );
  const rows = useMemo(() => shownRows(services, scored, search), [services, scored, search]);

  const set = (change: Partial<ServicesSearch>): void => {
    void navigate({ to: "/services", search: { ...search, ...change } as never, replace: true });
  };
  const hidden = (search.hide ?? HIDDEN_AT_FIRST).split(",").filter((id) => id !== "");
  const isWhole = query.isSuccess && !query.hasNextPage && data === query.data;

  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={2}>Services</Title>
          <Text size="sm" c="dimmed" role="status">
            {data && counted(rows.length, services.length, isWhole)}
          </Text>
        </Group>
        <Group gap="xs">
          <ColumnChoice columns={CHOICES} hidden={hidden} onChange={(hide) => set({ hide: hide.join(",") })} />
          <CsvButton name="services" header={CSV_HEADER} rows={() => rows.map(csvRow)} />
        </Group>
      </Group>
      <ServicesFilters search={search} services={services} levels={levels} onChange={set} />
      {!data && !query.isError && <Skeleton height="70vh" role="status" aria-label="Loading" aria-busy="true" />}
      {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {data && (
        <DataTable
          label="Services"
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          sorting={sortingOf(search.sort)}
          onSortingChange={(sorting) => set({ sort: sortText(sorting) })}
          visibility={Object.fromEntries(hidden.map((id) => [id, false]))}
          empty={
            services.length === 0 ? (
              <EmptyState title="No services yet">
                Let a collector publish a Resource of type Service; the README shows how. It shows here at once.
              </EmptyState>
            ) : (
              <EmptyState title="No service matches">
                <Button variant="default" mt="xs" onClick={() => void navigate({ to: "/services", replace: true })}>
                  Clear the filters
                </Button>
              </EmptyState>
            )
          }
        />
      )}
    </Stack>
  );
}

function counted(shown: number, all: number, isWhole: boolean): string {
  const total = `${all.toLocaleString("en")}${isWhole ? "" : " so far"}`;
  return shown === all ? total : `${shown.toLocaleString("en")} of ${total}`;
}
