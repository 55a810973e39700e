import { Skeleton, Text } from "@mantine/core";
import { useAncestors } from "../../catalog/use-resource.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { ResourceLink } from "../../values/resource-link.js";
import { HierarchyNode, type NodeResource } from "./hierarchy-node.js";
import classes from "./hierarchy.module.css";

/** Where a Resource stands: everything above it as a path, everything below it as a tree that opens level by level. */
export function HierarchyPanel({ resource }: { resource: NodeResource }) {
  const ancestors = useAncestors(resource.id);
  if (ancestors.isPending) return <Skeleton height={120} />;
  if (ancestors.isError) return <ProblemAlert error={ancestors.error} onRetry={() => void ancestors.refetch()} />;
  const here = (
    <ul className={classes.level}>
      <HierarchyNode resource={resource} isCurrent />
    </ul>
  );
  return (
    <section aria-label="Hierarchy">
      {ancestors.data.isPartial && (
        <Text size="sm" c="dimmed" mb="xs">
          The parents form a cycle, or go on further than is shown: two collectors disagree about what belongs to what.
        </Text>
      )}
      {ancestors.data.items.reduce(
        (below, { id, type, name }) => (
          <ul className={classes.level}>
            <li>
              <div className={classes.row}>
                <ResourceLink id={id} name={name} type={type} />
              </div>
              {below}
            </li>
          </ul>
        ),
        here,
      )}
    </section>
  );
}
