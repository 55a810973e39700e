import { Badge, Card, Group, Table, Text, Title } from "@mantine/core";
import type { Impact } from "../../catalog/use-impact.js";
import { ResourceLink } from "../../values/resource-link.js";
import { PathSteps } from "./path-steps.js";

type Owner = Impact["owners"][number];

/** The affected services of one owner, with their environments and how each is affected. */
export function AffectedServices({ owner, services }: Owner) {
  return (
    <Card withBorder component="section">
      <Group gap="sm" mb="xs">
        <Title order={4} size="h5">
          {owner?.name ?? "Nobody is said to own these"}
        </Title>
        <Text size="sm" c="dimmed">
          {owner && `${owner.kind}, `}
          {services.length === 1 ? "1 service" : `${services.length} services`}
        </Text>
      </Group>
      <div className="wide" tabIndex={0} role="region" aria-label={`Affected services of ${owner?.name ?? "nobody"}`}>
        <Table verticalSpacing={6} miw={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="22%">Service</Table.Th>
              <Table.Th w="22%">Environments</Table.Th>
              <Table.Th>How</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {services.map(({ id, name, hops, path, deployments }) => (
              <Table.Tr key={id} style={{ verticalAlign: "top" }}>
                <Table.Td>
                  <ResourceLink id={id} name={name} />
                </Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    {deployments.map((deployment) => (
                      <Badge key={deployment.id} variant="light" tt="none">
                        {deployment.environment}
                      </Badge>
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <PathSteps path={path.slice(1)} />
                  <Text size="xs" c="dimmed">
                    {hops === 1 ? "directly" : `over ${hops} references`}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Card>
  );
}
