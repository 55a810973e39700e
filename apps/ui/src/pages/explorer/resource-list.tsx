import { Badge, Button, Card, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { ProblemAlert } from "../../states/problem-alert.js";
import { ResourceLink } from "../../values/resource-link.js";

interface ListedResource {
  id: string;
  type: string;
  name: string;
  createdOn: string | null;
  readingTypes: string[];
}

export interface ResourceListProps {
  title: string;
  query: UseInfiniteQueryResult<InfiniteData<{ items: ListedResource[]; nextCursor: string | null }>>;
  /** Said when there is none. */
  none: string;
}

/** The Resources of a relation with the readings that make it, each to go on to. */
export function ResourceList({ title, query, none }: ResourceListProps) {
  const { data, isPending, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <Card withBorder component="section" aria-label={title}>
      <Title order={3} size="h5" mb="xs">
        {title}
        {items !== undefined && (
          <Text span c="dimmed" size="sm" ml="xs">
            {items.length}
            {hasNextPage && "+"}
          </Text>
        )}
      </Title>
      {isPending && <Skeleton height={72} />}
      {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {items?.length === 0 && (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
      <Stack gap="xs">
        {items?.map(({ id, type, name, createdOn, readingTypes }) => (
          <div key={id}>
            <ResourceLink id={id} name={name} isKnown={createdOn !== null} />
            <Group gap={6}>
              <Text size="xs" c="dimmed">
                {type}
                {createdOn === null && ", only mentioned"}
              </Text>
              {readingTypes.map((readingType) => (
                <Badge key={readingType} size="xs" variant="default" tt="none" fw={500}>
                  {readingType}
                </Badge>
              ))}
            </Group>
          </div>
        ))}
      </Stack>
      {hasNextPage && (
        <Button mt="sm" size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Card>
  );
}
