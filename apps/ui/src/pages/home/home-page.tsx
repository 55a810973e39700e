import { Anchor, Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTypes } from "../../catalog/use-types.js";
import { EmptyState } from "../../states/empty-state.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { Moment } from "../../values/moment.js";

/** What the catalog holds, at a glance. */
export function HomePage() {
  const { data, isPending, isError, error, refetch } = useTypes();
  if (isPending) return <LoadingPage />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data.resourceTypes.length === 0) {
    return (
      <EmptyState title="The catalog is empty">
        No collector has published yet. Start one, or publish a record with curl: see the README. What it publishes
        shows here at once.
      </EmptyState>
    );
  }
  return (
    <Stack>
      <Title order={2}>What there is</Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }}>
        {data.resourceTypes.map(({ type, count, lastSeenOn }) => (
          <Card key={type} withBorder>
            <Anchor component={Link} to="/explorer" search={{ type } as never} fw={600}>
              {type}
            </Anchor>
            <Text size="xl">{count.toLocaleString("en")}</Text>
            <Text size="sm" c="dimmed">
              last seen <Moment time={lastSeenOn} />
            </Text>
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
