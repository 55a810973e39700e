import { Anchor, Breadcrumbs, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconExternalLink, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useServiceReadings, type ServiceOverview } from "../../catalog/use-services.js";
import { HealthBadge } from "../../health/health-badge.js";
import { SafeLink } from "../../values/safe-link.js";
import { descriptionOf } from "./service-description.js";

/** Which service it is, whose, what for, and where to go on. */
export function ServiceHeader({ service }: { service: ServiceOverview }) {
  const readings = useServiceReadings(service.name);
  const { lifecycle, links } = descriptionOf(readings.data?.readings?.["ServiceDescription"]?.value);
  return (
    <Stack gap={6}>
      <Breadcrumbs>
        <Anchor component={Link} to="/services" size="sm">
          Services
        </Anchor>
        <Text size="sm">{service.name}</Text>
      </Breadcrumbs>
      <Group gap="md">
        <Title order={2} style={{ overflowWrap: "anywhere" }}>
          {service.name}
        </Title>
        <HealthBadge health={service.health} size="md" />
        {lifecycle !== undefined && (
          <Text size="sm" c="dimmed">
            {lifecycle}
          </Text>
        )}
      </Group>
      {service.description !== null && <Text maw={720}>{service.description}</Text>}
      <Group gap="lg">
        <Owners owner={service.owner} />
        {readings.isPending && <Skeleton width={160} height={22} />}
        {links.map(({ title, url }) => (
          <Text key={url} size="sm" component="span">
            <SafeLink href={url}>
              {title} <IconExternalLink size={14} aria-label="opens in a new tab" style={{ verticalAlign: "-2px" }} />
            </SafeLink>
          </Text>
        ))}
      </Group>
    </Stack>
  );
}

function Owners({ owner }: { owner: ServiceOverview["owner"] }) {
  const teams = owner?.teams ?? [];
  const users = owner?.users ?? [];
  return (
    <Group gap={6}>
      <IconUsers size={16} aria-label="Owned by" role="img" />
      {teams.length === 0 && users.length === 0 && (
        <Text size="sm" c="dimmed">
          Nobody says who owns it. Publish ServiceOwnership that refers to a Team.
        </Text>
      )}
      {teams.map(({ name }) => (
        <Anchor
          key={name}
          component={Link}
          to="/services"
          search={{ owner: name } as never}
          size="sm"
          title={`Services of ${name}`}
        >
          {name}
        </Anchor>
      ))}
      {users.length > 0 && <Text size="sm">{users.join(", ")}</Text>}
    </Group>
  );
}
