import { ActionIcon, Button, Skeleton, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useChildren } from "../../catalog/use-relations.js";
import { ProblemAlert } from "../../states/problem-alert.js";
import { ResourceLink } from "../../values/resource-link.js";
import classes from "./hierarchy.module.css";

export interface NodeResource {
  id: string;
  type: string;
  name: string;
}

/** A Resource in the tree; its children are asked for when it is opened. */
export function HierarchyNode({ resource, isCurrent = false }: { resource: NodeResource; isCurrent?: boolean }) {
  const { id, type, name } = resource;
  const [isOpen, setOpen] = useState(isCurrent);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <div className={classes.row} aria-current={isCurrent ? "true" : undefined}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-expanded={isOpen}
          aria-label={`What is below ${name}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon size={16} aria-hidden />
        </ActionIcon>
        {isCurrent ? (
          <Text span size="sm" fw={700} className="mono">
            {name}
            <Text span size="xs" c="dimmed" ml="xs" fw={400}>
              {type}
            </Text>
          </Text>
        ) : (
          <span>
            <ResourceLink id={id} name={name} type={type} />
          </span>
        )}
      </div>
      {isOpen && <Children id={id} />}
    </li>
  );
}

function Children({ id }: { id: string }) {
  const { data, isPending, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useChildren(id);
  if (isPending) return <Skeleton height={28} ml={32} width={240} />;
  if (isError) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed" ml={36}>
        No Resource names it as its parent.
      </Text>
    );
  return (
    <>
      <ul className={classes.level}>
        {items.map((child) => (
          <HierarchyNode key={child.id} resource={child} />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          ml={36}
          size="compact-xs"
          variant="default"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
