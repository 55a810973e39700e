import { Button, Card, Group, Text } from "@mantine/core";
import type { Reading, Resource } from "@binnacle/client";
import { useState } from "react";
import { JsonTree } from "../../values/json-tree.js";
import { Moment } from "../../values/moment.js";
import { ResourceLink } from "../../values/resource-link.js";
import { valueText } from "../../values/value-text.js";

export interface FoundReadingProps {
  reading: Reading;
  /** What it is of; `undefined` if that went in between. */
  resource: Resource | undefined;
}

/** A reading that was found: what it is of, and the beginning of its value, which opens as a tree. */
export function FoundReading({ reading, resource }: FoundReadingProps) {
  const { resourceId, type, collectedOn, source, value } = reading;
  const [isOpen, setOpen] = useState(false);
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" gap="xs">
        <div>
          <ResourceLink
            id={resourceId}
            name={resource?.name ?? resourceId}
            isKnown={resource !== undefined}
            {...(resource && { type: resource.type })}
          />
        </div>
        <Group gap="xs">
          <Text size="sm" c="dimmed" component="div">
            {type}, <Moment time={collectedOn} /> by {source}
          </Text>
          <Button size="compact-xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Close" : "Open"}
          </Button>
        </Group>
      </Group>
      {isOpen ? (
        <JsonTree value={value} />
      ) : (
        <Text size="sm" c="dimmed" className="mono" lineClamp={2}>
          {valueText(value)}
        </Text>
      )}
    </Card>
  );
}
