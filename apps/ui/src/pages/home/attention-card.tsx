import { Anchor, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Panel, type PanelProps } from "../../states/panel.js";
import classes from "./attention-card.module.css";

export interface AttentionCardProps {
  title: string;
  query: NonNullable<PanelProps["query"]> & { isSuccess: boolean };
  /** How many there are. */
  count: string;
  rows: { key: string; start: ReactNode; end: ReactNode }[];
  /** Said when all is well. */
  none: string;
  /** Where there is more to see. */
  more?: { to: string; search: Record<string, string>; label: string }[];
}

/** Room for a count, five rows and a link: what is below stays where it is when they come. */
const BODY_HEIGHT = 224;

/** One kind of thing that needs attention: how many there are, the worst of them, and where to go on. */
export function AttentionCard({ title, query, count, rows, none, more }: AttentionCardProps) {
  return (
    <Panel title={title} query={query} height={BODY_HEIGHT} keepsHeight>
      {query.isSuccess && rows.length === 0 && (
        <Group gap="xs" wrap="nowrap" align="start">
          <IconCircleCheckFilled size={18} className={classes.well} aria-hidden />
          <Text size="sm" c="dimmed">
            {none}
          </Text>
        </Group>
      )}
      {query.isSuccess && rows.length > 0 && (
        <Stack gap={6}>
          <Text className={classes.count}>{count}</Text>
          {rows.map(({ key, start, end }) => (
            <Group key={key} justify="space-between" wrap="nowrap" align="start">
              {start}
              <Text component="div" size="sm" c="dimmed" className={classes.end}>
                {end}
              </Text>
            </Group>
          ))}
        </Stack>
      )}
      {query.isSuccess &&
        more?.map(({ to, search, label }) => (
          <Anchor key={label} component={Link} to={to} search={search as never} size="sm" mt={8} display="block">
            {label}
          </Anchor>
        ))}
    </Panel>
  );
}
