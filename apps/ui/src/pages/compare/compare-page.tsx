import { Badge, Group, SimpleGrid, Stack, Switch, Text, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCompare } from "../../catalog/use-compare.js";
import { ResourceSelect } from "../../search/resource-select.js";
import { EmptyState } from "../../states/empty-state.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { ReadingDifferences } from "./reading-differences.js";

interface CompareSearch {
  left?: string | undefined;
  right?: string | undefined;
  /** Whether readings that do not differ are listed. */
  equal?: boolean | undefined;
}

/** What differs between the snapshots of two Resources. */
export function ComparePage() {
  const search = useSearch({ strict: false }) as CompareSearch;
  const navigate = useNavigate();
  const { data, isLoading, isError, error, refetch } = useCompare(search.left, search.right);
  const set = (change: CompareSearch): void => {
    void navigate({ to: "/compare", search: { ...search, ...change } as never, replace: true });
  };
  const readings = data?.result.readings.filter(({ state }) => search.equal === true || state !== "equal");
  return (
    <Stack>
      <Title order={2}>Compare</Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ResourceSelect label="Left" id={search.left} onChange={(left) => set({ left })} />
        <ResourceSelect label="Right" id={search.right} onChange={(right) => set({ right })} />
      </SimpleGrid>
      {(search.left === undefined || search.right === undefined) && (
        <EmptyState title="Choose two Resources">
          Such as the deployments of a service to staging and to production, or one instance and its neighbour.
        </EmptyState>
      )}
      {isLoading && <LoadingPage />}
      {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data && (
        <Group justify="space-between">
          <Group gap="xs" role="status">
            <Badge variant="light" color="orange" tt="none">
              {data.result.counts.different} different
            </Badge>
            <Badge variant="light" color="grape" tt="none">
              {data.result.counts.onlyLeft} only left
            </Badge>
            <Badge variant="light" color="blue" tt="none">
              {data.result.counts.onlyRight} only right
            </Badge>
            <Badge variant="light" color="gray" tt="none">
              {data.result.counts.equal} equal
            </Badge>
          </Group>
          <Switch
            label="Equal ones as well"
            checked={search.equal === true}
            onChange={({ currentTarget }) => set({ equal: currentTarget.checked || undefined })}
          />
        </Group>
      )}
      {data?.isPartial && (
        <Text size="sm" c="dimmed">
          They differ in more places than are listed.
        </Text>
      )}
      {readings?.length === 0 && (
        <EmptyState title="Nothing differs">The newest readings of both are the same, or neither has any.</EmptyState>
      )}
      {readings?.map((reading) => (
        <ReadingDifferences key={reading.type} reading={reading} />
      ))}
    </Stack>
  );
}
