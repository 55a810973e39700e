import { Stack, Tabs, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { FreshnessPanel } from "./freshness-panel.js";
import { HousekeepingPanel } from "./housekeeping-panel.js";
import { RejectionsPanel } from "./rejections-panel.js";
import { SourcesPanel } from "./sources-panel.js";

/** How data comes in: who publishes, what is late, what was rejected, what is cleaned up. */
export function PipelinePage() {
  const { tab = "sources" } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  return (
    <Stack>
      <Title order={2}>Pipeline</Title>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => void navigate({ to: "/pipeline", search: { tab: next ?? undefined } as never })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="sources">Sources</Tabs.Tab>
          <Tabs.Tab value="freshness">Freshness</Tabs.Tab>
          <Tabs.Tab value="rejections">Rejections</Tabs.Tab>
          <Tabs.Tab value="housekeeping">Housekeeping</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sources">
          <SourcesPanel />
        </Tabs.Panel>
        <Tabs.Panel value="freshness">
          <FreshnessPanel />
        </Tabs.Panel>
        <Tabs.Panel value="rejections">
          <RejectionsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="housekeeping">
          <HousekeepingPanel />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
