import { Button, Group, Kbd, SimpleGrid, Stack, Title } from "@mantine/core";
import { openSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useTypes } from "../../catalog/use-types.js";
import { EmptyState } from "../../states/empty-state.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { AttentionPanel } from "./attention-panel.js";
import { RecentEvents } from "./recent-events.js";
import { TypesPanel } from "./types-panel.js";

/** Where one looks first: search, what needs attention, what happened last, what there is. */
export function HomePage() {
  const types = useTypes();
  if (types.isPending) return <LoadingPage />;
  if (types.isError) return <ProblemAlert error={types.error} onRetry={() => void types.refetch()} />;
  if (types.data.resourceTypes.length === 0) {
    return (
      <EmptyState title="The catalog is empty">
        No collector has published yet. Start one, or publish a record with curl: see the README. What it publishes
        shows here at once.
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      <Stack gap="sm" align="center" pt="md">
        <Title order={2} ta="center">
          What are you looking for?
        </Title>
        <Button
          variant="default"
          size="lg"
          w="100%"
          maw={640}
          justify="space-between"
          styles={{ label: { flex: 1, fontWeight: 400 } }}
          leftSection={<IconSearch size={18} aria-hidden />}
          rightSection={
            <Group gap={4} visibleFrom="sm">
              <Kbd>/</Kbd>
            </Group>
          }
          onClick={openSpotlight}
        >
          A name, a type or an owner
        </Button>
      </Stack>
      <AttentionPanel />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <RecentEvents />
        <TypesPanel types={types.data.resourceTypes} />
      </SimpleGrid>
    </Stack>
  );
}
