import { Anchor, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { useAttention } from "../../catalog/use-attention.js";
import { Panel } from "../../states/panel.js";
import { AttentionRow, type AttentionRowProps } from "./attention-row.js";
import classes from "./attention.module.css";

export interface AttentionCardProps {
  title: string;
  query: ReturnType<typeof useAttention>;
  /** What was found of this kind; `undefined` while it loads. */
  group: { count: number; isPartial: boolean } | undefined;
  /** The worst of them. */
  rows: (AttentionRowProps & { id: string })[] | undefined;
  /** How many of them there is room for. */
  most: number;
  /** Said when all is well. */
  none: string;
  /** Where all of them are. */
  all: PageLink;
  /** Where to see what may be one of them, if there is any. */
  others?: PageLink | undefined;
}

interface PageLink {
  to: string;
  search: Record<string, string>;
  label: string;
}

/** Room for a count, rows of two lines and a link: what is below stays where it is when they come. */
const FRAME_HEIGHT = 60;
const ROW_HEIGHT = 46;

/** One kind of thing that needs attention: how many there are, the worst of them, and where to go on. */
export function AttentionCard({ title, query, group, rows, most, none, all, others }: AttentionCardProps) {
  return (
    <Panel title={title} query={query} height={FRAME_HEIGHT + ROW_HEIGHT * most} keepsHeight>
      {group?.count === 0 && (
        <Group gap="xs" wrap="nowrap" align="start">
          <IconCircleCheckFilled size={18} className={classes.well} aria-hidden />
          <Text size="sm" c="dimmed">
            {none} {others && <LinkTo {...others} />}
          </Text>
        </Group>
      )}
      {group !== undefined && group.count > 0 && (
        <Stack gap={6}>
          <Text
            className={classes.count}
            title={group.isPartial ? "Not all was looked at: there may be more" : undefined}
          >
            {group.count.toLocaleString("en")}
            {group.isPartial && "+"}
          </Text>
          <Stack gap={6} role="list">
            {rows?.slice(0, most).map(({ id, ...row }) => (
              <AttentionRow key={id} {...row} />
            ))}
          </Stack>
          <Group justify="space-between" gap="0 md">
            <LinkTo {...all} />
            {others && <LinkTo {...others} />}
          </Group>
        </Stack>
      )}
    </Panel>
  );
}

function LinkTo({ to, search, label }: PageLink) {
  return (
    <Anchor component={Link} to={to} search={search as never} size="sm">
      {label}
    </Anchor>
  );
}
