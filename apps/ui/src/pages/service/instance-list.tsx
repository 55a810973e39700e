import { Anchor, Group, Skeleton, Text } from "@mantine/core";
import type { Resource } from "@binnacle/client";
import { Link } from "@tanstack/react-router";
import { useInstances } from "../../catalog/use-services.js";
import { HealthBadge } from "../../health/health-badge.js";
import { healthOf } from "../../health/health.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { Moment } from "../../values/moment.js";
import classes from "./deployments-tree.module.css";

export interface InstanceListProps {
  deploymentId: string;
  /** How many there will be, as far as is known: room for as many is held while they load. */
  expected: number;
}

const ROW_HEIGHT = 26.3;
const MARGIN = 4;

/** What runs of a deployment, each with what it says of itself. */
export function InstanceList({ deploymentId, expected }: InstanceListProps) {
  const { data, isPending, isError, error, refetch } = useInstances(deploymentId);
  if (isPending) return <Skeleton height={ROW_HEIGHT * Math.max(1, expected)} mt={MARGIN} />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data.items.length === 0) {
    return (
      <Text size="sm" c="dimmed" className={classes.instances}>
        Nothing runs, as far as is known.
      </Text>
    );
  }
  return (
    <ul className={classes.instances}>
      {data.items.map((instance) => (
        <Instance key={instance.id} instance={instance} />
      ))}
      {data.nextCursor !== null && (
        <li>
          <Anchor component={Link} to="/explorer" search={{ parentId: deploymentId } as never} size="sm">
            More than {data.items.length}: see all
          </Anchor>
        </li>
      )}
    </ul>
  );
}

function Instance({ instance: { id, name, readings } }: { instance: Resource }) {
  const check = readings?.["HealthCheck"];
  const status = textOf(check?.value, "status");
  const message = textOf(check?.value, "message");
  const host = textOf(readings?.["InstanceInfo"]?.value, "host");
  return (
    <li>
      <Group gap="0 var(--mantine-spacing-sm)">
        <Anchor component={Link} to="/explorer/$id" params={{ id } as never} size="sm">
          {name.split("/").at(-1)}
        </Anchor>
        <HealthBadge
          health={check === undefined ? null : healthOf(status)}
          {...(!check && { label: "no health check" })}
        />
        {message !== undefined && <Text size="sm">{message}</Text>}
        <Text size="sm" c="dimmed">
          {host !== undefined && `on ${host}`}
          {check && (
            <>
              {host !== undefined && ", "}checked <Moment time={check.collectedOn} />
            </>
          )}
        </Text>
      </Group>
    </li>
  );
}

function textOf(value: unknown, key: string): string | undefined {
  const text = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof text === "string" ? text : undefined;
}
