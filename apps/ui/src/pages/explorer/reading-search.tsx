import { Button, Code, Group, Select, Skeleton, Stack, TextInput } from "@mantine/core";
import { ProblemError } from "@binnacle/client";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useReadingsSearch, type ReadingsSearch } from "../../catalog/use-readings-search.js";
import { useTypes } from "../../catalog/use-types.js";
import { EmptyState } from "../../states/empty-state.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { FoundReading } from "./found-reading.js";
import { WhereFault } from "./where-fault.js";

/** Finds readings across Resources by what their values hold. */
export function ReadingSearch() {
  const search = useSearch({ strict: false }) as ReadingsSearch;
  const navigate = useNavigate();
  const types = useTypes();
  const [where, setWhere] = useState(search.where ?? "");
  const found = useReadingsSearch(search);
  const set = (change: ReadingsSearch): void => {
    void navigate({ to: "/explorer", search: { ...search, ...change } as never });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set({ where: where.trim() === "" ? undefined : where.trim() });
  };
  const fault =
    found.error instanceof ProblemError && found.error.code === "INVALID_PARAMETER" ? found.error : undefined;
  const items = found.data?.pages.flatMap((page) => page.items);

  return (
    <Stack component="section" aria-label="Readings">
      <Stack component="form" onSubmit={submit as never} gap="sm">
        <Group align="end">
          <Select
            label="Reading type"
            placeholder="Every type"
            clearable
            searchable
            w={260}
            value={search.type ?? null}
            data={[...new Set(types.data?.readingTypes.map(({ type }) => type))]}
            onChange={(type) => set({ type: type ?? undefined })}
          />
          <Select
            label="Of Resources of type"
            placeholder="Every type"
            clearable
            searchable
            w={260}
            value={search.resourceType ?? null}
            data={types.data?.resourceTypes.map(({ type }) => type) ?? []}
            onChange={(resourceType) => set({ resourceType: resourceType ?? undefined })}
          />
        </Group>
        <Group align="end" wrap="nowrap">
          <TextInput
            label="Whose value fulfils"
            description={
              <>
                An SQL/JSON path predicate, such as <Code>{'$.status == "down"'}</Code> or{" "}
                <Code>exists($.findings[*] ? (@.score {">"} 8))</Code>
              </>
            }
            placeholder='$.status == "down"'
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" }, root: { flex: 1 } }}
            spellCheck={false}
            autoCapitalize="off"
            value={where}
            error={fault !== undefined}
            onChange={({ currentTarget }) => setWhere(currentTarget.value)}
          />
          <Button type="submit">Find</Button>
        </Group>
      </Stack>
      {fault && <WhereFault where={search.where ?? ""} error={fault} />}
      {found.isPending && <Skeleton height={320} />}
      {found.isError && !fault && <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />}
      {items?.length === 0 && !found.hasNextPage && (
        <EmptyState title="No reading matches">
          A predicate is true or false of a whole value; keys are spelled as in the value. Leave the types out to look
          everywhere.
        </EmptyState>
      )}
      {items?.map((reading) => (
        <FoundReading key={`${reading.resourceId} ${reading.type}`} reading={reading} resource={reading.resource} />
      ))}
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
