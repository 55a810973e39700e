import { Anchor, Card, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ProblemAlert } from "../../states/problem-alert.js";

interface ListedResource {
  id: string;
  type: string;
  name: string;
  createdOn: string | null;
}

export interface ResourceListProps {
  title: string;
  query: UseQueryResult<{ items: ListedResource[]; nextCursor: string | null }>;
  /** Said when there is none. */
  none: string;
}

/** The first Resources of a relation, each to go on to. */
export function ResourceList({ title, query, none }: ResourceListProps) {
  const { data, isPending, isError, error, refetch } = query;
  return (
    <Card withBorder component="section">
      <Title order={3} size="h5" mb="xs">
        {title}
      </Title>
      {isPending && <Skeleton height={72} />}
      {isError && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
      <Stack gap={4}>
        {data?.items.map(({ id, type, name, createdOn }) => (
          <Group key={id} gap="xs" wrap="nowrap" justify="space-between">
            {createdOn === null ? (
              <Text size="sm" className="mono" title="Nothing has published this Resource itself">
                {name}
              </Text>
            ) : (
              <Anchor component={Link} to="/explorer/$id" params={{ id } as never} size="sm" className="mono">
                {name}
              </Anchor>
            )}
            <Text size="xs" c="dimmed">
              {type}
            </Text>
          </Group>
        ))}
      </Stack>
      {data?.nextCursor && (
        <Text size="sm" c="dimmed" mt="xs">
          and more: only the first {data.items.length} are shown
        </Text>
      )}
    </Card>
  );
}
