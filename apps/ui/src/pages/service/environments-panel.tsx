import { Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ServiceOverview } from "../../catalog/use-services.js";
import { HealthBadge } from "../../health/health-badge.js";
import { InstancesBar } from "../../health/instances-bar.js";
import { EmptyState } from "../../states/empty-state.js";
import { Moment } from "../../values/moment.js";
import { SeverityBar } from "../../vulnerabilities/severity-bar.js";

/** How the service is in each environment. */
export function EnvironmentsPanel({ service }: { service: ServiceOverview }) {
  if (service.environments.length === 0) {
    return (
      <EmptyState title="It is deployed nowhere">
        Publish a ServiceDeployment named {service.name}/production with the service as its parent, and what is deployed
        shows here.
      </EmptyState>
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: Math.min(3, service.environments.length) }}>
      {service.environments.map(({ name, version, since, health, instances, vulnerabilities }) => (
        <Card key={name} withBorder component="section" aria-label={name}>
          <Group justify="space-between" mb="xs">
            <Title order={3} size="h5">
              {name}
            </Title>
            <HealthBadge health={health} />
          </Group>
          <Stack gap="xs">
            <InstancesBar instances={instances} />
            <Group justify="space-between">
              <Text size="sm">
                <Text span inherit c="dimmed">
                  Version
                </Text>{" "}
                {version ?? "unknown"}
                {since !== null && (
                  <>
                    {", "}
                    <Moment time={since} />
                  </>
                )}
              </Text>
              <Group gap={6}>
                <Text size="sm" c="dimmed">
                  Vulnerabilities
                </Text>
                <SeverityBar counts={vulnerabilities} />
              </Group>
            </Group>
          </Stack>
        </Card>
      ))}
    </SimpleGrid>
  );
}
