import { Text, Tooltip } from "@mantine/core";
import { useNow } from "./use-now.js";
import { timeAgo } from "./time-ago.js";

/** A time as how long ago it was, with the time itself on hover and for assistive technology. */
export function Moment({ time }: { time: string | null | undefined }) {
  const now = useNow();
  if (time === null || time === undefined)
    return (
      <Text span inherit c="dimmed">
        never
      </Text>
    );
  return (
    <Tooltip label={new Date(time).toLocaleString()} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={time}>{timeAgo(Date.parse(time), now)}</time>
    </Tooltip>
  );
}
