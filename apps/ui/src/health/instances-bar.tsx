import { Text } from "@mantine/core";
import { HEALTH, type Health } from "./health.js";
import classes from "./health.module.css";

const ORDER = ["down", "degraded", "unknown", "up"] as const;

/** How many instances are how well, as a bar with the numbers beneath. */
export function InstancesBar({ instances }: { instances: Record<Health, number> & { total: number } }) {
  if (instances.total === 0) {
    return (
      <Text size="sm" c="dimmed">
        No instance runs
      </Text>
    );
  }
  const there = ORDER.filter((health) => instances[health] > 0);
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {there.map((health) => (
          <div key={health} className={classes.segment} data-health={health} style={{ flexGrow: instances[health] }} />
        ))}
      </div>
      <Text size="sm" mt={4}>
        {instances.total} {instances.total === 1 ? "instance" : "instances"}:{" "}
        {there.map((health) => `${instances[health]} ${HEALTH[health].label.toLowerCase()}`).join(", ")}
      </Text>
    </div>
  );
}
