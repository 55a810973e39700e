import { Anchor, Group, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useInstances, type ServiceEnvironment, type ServiceInstance } from "../../catalog/use-services.js";
import { HealthBadge } from "../../health/health-badge.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { Moment } from "../../values/moment.js";
import classes from "./deployments-tree.module.css";

export interface InstanceListProps {
  service: string;
  /** Room for as many instances as it has is held while they load. */
  environment: ServiceEnvironment;
}

const ROW_HEIGHT = 26.3;
const MARGIN = 4;

/** What runs of a deployment, each with what it says of itself. */
export function InstanceList({ service, environment }: InstanceListProps) {
  const { name, deploymentId, instances: expected } = environment;
  const { data, isPending, isError, error, refetch } = useInstances(service, name);
  if (isPending) return <Skeleton height={ROW_HEIGHT * Math.max(1, expected.total)} mt={MARGIN} />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const { instances } = data.result;
  if (instances.length === 0) {
    return (
      <Text size="sm" c="dimmed" className={classes.instances}>
        Nothing runs, as far as is known.
      </Text>
    );
  }
  return (
    <ul className={classes.instances}>
      {instances.map((instance) => (
        <Instance key={instance.id} instance={instance} />
      ))}
      {data.isPartial && (
        <li>
          <Anchor component={Link} to="/explorer" search={{ parentId: deploymentId } as never} size="sm">
            More than {instances.length}: see all
          </Anchor>
        </li>
      )}
    </ul>
  );
}

function Instance({ instance: { id, name, health, message, host, checkedOn } }: { instance: ServiceInstance }) {
  return (
    <li>
      <Group gap="0 var(--mantine-spacing-sm)">
        <Anchor component={Link} to="/explorer/$id" params={{ id } as never} size="sm">
          {name.split("/").at(-1)}
        </Anchor>
        <HealthBadge health={health} />
        {message !== null && <Text size="sm">{message}</Text>}
        <Text size="sm" c="dimmed">
          {host !== null && `on ${host}, `}
          {checkedOn === null ? (
            "never checked"
          ) : (
            <>
              checked <Moment time={checkedOn} />
            </>
          )}
        </Text>
      </Group>
    </li>
  );
}
