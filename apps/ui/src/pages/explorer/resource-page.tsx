import { Anchor, Badge, Breadcrumbs, Button, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { IconArrowsDiff, IconTarget } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useAncestors, useResource } from "../../catalog/use-resource.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { Moment } from "../../values/moment.js";
import { HierarchyPanel } from "./hierarchy-panel.js";
import { ReadingsPanel } from "./readings-panel.js";
import { ReferencesPanel } from "./references-panel.js";
import { SeriesPanel } from "./series-panel.js";

/** Everything that the catalog holds of one Resource, whatever its type. */
export function ResourcePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { tab = "readings" } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const resource = useResource(id);
  const ancestors = useAncestors(id);
  if (resource.isPending) return <LoadingPage />;
  if (resource.isError) return <ProblemAlert error={resource.error} onRetry={() => void resource.refetch()} />;
  const { type, name, createdOn, lastSeenOn, expiresOn, declared } = resource.data;
  return (
    <Stack>
      <Breadcrumbs mih={24} style={{ flexWrap: "wrap", rowGap: 4 }}>
        <Anchor component={Link} to="/explorer" search={{ type } as never} size="sm">
          {type}
        </Anchor>
        {ancestors.data?.items.toReversed().map((ancestor) => (
          <Anchor key={ancestor.id} component={Link} to="/explorer/$id" params={{ id: ancestor.id } as never} size="sm">
            {ancestor.name}
          </Anchor>
        ))}
      </Breadcrumbs>
      <Group justify="space-between">
        <Group gap="sm">
          <Title order={2} className="mono">
            {name}
          </Title>
          <Badge variant="light" tt="none">
            {type}
          </Badge>
          {!declared && (
            <Badge color="gray" variant="light" tt="none">
              only mentioned
            </Badge>
          )}
        </Group>
        <Group gap="xs">
          <Button
            component={Link}
            to="/compare"
            search={{ left: id } as never}
            variant="default"
            size="xs"
            leftSection={<IconArrowsDiff size={14} aria-hidden />}
          >
            Compare
          </Button>
          <Button
            component={Link}
            to="/impact"
            search={{ id } as never}
            variant="default"
            size="xs"
            leftSection={<IconTarget size={14} aria-hidden />}
          >
            Impact
          </Button>
        </Group>
      </Group>
      <Text size="sm" c="dimmed" component="div">
        Known since <Moment time={createdOn} />, last seen <Moment time={lastSeenOn} />
        {expiresOn && (
          <>
            , expires <Moment time={expiresOn} />
          </>
        )}
      </Text>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ to: "/explorer/$id", params: { id }, search: { tab: next ?? undefined } as never })
        }
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="readings">Readings</Tabs.Tab>
          <Tabs.Tab value="series">Series</Tabs.Tab>
          <Tabs.Tab value="hierarchy">Hierarchy</Tabs.Tab>
          <Tabs.Tab value="references">References</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="readings">
          <ReadingsPanel resource={resource.data} />
        </Tabs.Panel>
        <Tabs.Panel value="series">
          <SeriesPanel id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="hierarchy">
          <HierarchyPanel resource={resource.data} />
        </Tabs.Panel>
        <Tabs.Panel value="references">
          <ReferencesPanel id={id} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
