import { Anchor, Group, Text, useComputedColorScheme } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Moment } from "../values/moment.js";
import { eventKind } from "./event-kinds.js";
import classes from "./event-row.module.css";

export interface EventRowProps {
  on: string;
  event: string;
  title: string | null;
  resourceName: string;
  /** Where its Resource is shown, by id or as a service. */
  to: { id: string } | { service: string };
}

/** An event in a line: what, to what, when. */
export function EventRow({ on, event, title, resourceName, to }: EventRowProps) {
  const { color } = eventKind(event, useComputedColorScheme("light"));
  return (
    <Group role="listitem" className={classes.row} gap="xs" wrap="nowrap" justify="space-between">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <span className={classes.dot} style={{ background: color }} aria-hidden />
        <Text span size="sm" className={classes.text}>
          <Text span inherit fw={600}>
            {event}
          </Text>{" "}
          {title !== null && `${title} `}
          <Text span inherit c="dimmed">
            on
          </Text>{" "}
          {"id" in to ? (
            <Anchor component={Link} to="/explorer/$id" params={{ id: to.id } as never} inherit underline="always">
              {resourceName}
            </Anchor>
          ) : (
            <Anchor
              component={Link}
              to="/services/$name"
              params={{ name: to.service } as never}
              inherit
              underline="always"
            >
              {resourceName}
            </Anchor>
          )}
        </Text>
      </Group>
      <Text span size="sm" c="dimmed" className={classes.when}>
        <Moment time={on} />
      </Text>
    </Group>
  );
}
