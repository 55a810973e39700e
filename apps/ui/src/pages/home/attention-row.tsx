import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Moment } from "../../values/moment.js";
import classes from "./attention.module.css";

export interface AttentionRowProps {
  /** What it is about, as a link where there is a page of it. */
  subject: ReactNode;
  /** How bad it is, beside the subject. */
  sign?: ReactNode;
  why: string;
  since: string | null;
}

/** One thing that needs attention: what, how bad, why and since when. */
export function AttentionRow({ subject, sign, why, since }: AttentionRowProps) {
  return (
    <div role="listitem" className={classes.row}>
      <div className={classes.line}>
        <Text component="div" size="sm" className={classes.subject}>
          {subject}
        </Text>
        {sign}
      </div>
      <div className={classes.line}>
        <Text size="xs" c="dimmed" truncate title={why}>
          {why}
        </Text>
        {since !== null && (
          <Text component="div" size="xs" c="dimmed" className={classes.since}>
            <Moment time={since} />
          </Text>
        )}
      </div>
    </div>
  );
}
