import { Anchor, Badge, Breadcrumbs, Group, Stack, Text, Title } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useAncestors, useResource } from "../../catalog/use-resource.js";
import { LoadingPage } from "../../states/loading-page.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { Moment } from "../../values/moment.js";
import { ReadingsPanel } from "./readings-panel.js";
import { RelationsPanel } from "./relations-panel.js";

/** Everything that the catalog holds of one Resource, whatever its type. */
export function ResourcePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const resource = useResource(id);
  const ancestors = useAncestors(id);
  if (resource.isPending) return <LoadingPage />;
  if (resource.isError) return <ProblemAlert error={resource.error} onRetry={() => void resource.refetch()} />;
  const { type, name, createdOn, lastSeenOn, expiresOn, declared } = resource.data;
  return (
    <Stack>
      <Breadcrumbs mih={24}>
        <Anchor component={Link} to="/explorer" search={{ type } as never} size="sm">
          {type}
        </Anchor>
        {ancestors.data?.items.toReversed().map((ancestor) => (
          <Anchor key={ancestor.id} component={Link} to="/explorer/$id" params={{ id: ancestor.id } as never} size="sm">
            {ancestor.name}
          </Anchor>
        ))}
        <Text size="sm">{name}</Text>
      </Breadcrumbs>
      <Group>
        <Title order={2} className="mono">
          {name}
        </Title>
        <Badge variant="light">{type}</Badge>
        {!declared && (
          <Badge color="gray" variant="light">
            only mentioned
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        Known since <Moment time={createdOn} />, last seen <Moment time={lastSeenOn} />
        {expiresOn && (
          <>
            , expires <Moment time={expiresOn} />
          </>
        )}
      </Text>
      <ReadingsPanel id={id} />
      <RelationsPanel id={id} />
    </Stack>
  );
}
