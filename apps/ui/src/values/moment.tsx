import { useNow } from "./use-now.js";
import { timeAgo } from "./time-ago.js";
import classes from "./moment.module.css";

/** A time as how long ago it was, with the time itself on hover and for assistive technology. Plain markup: tables have one in every row. */
export function Moment({ time }: { time: string | null | undefined }) {
  const now = useNow();
  if (time === null || time === undefined) return <span className={classes.never}>never</span>;
  return (
    <time dateTime={time} title={new Date(time).toLocaleString()}>
      {timeAgo(Date.parse(time), now)}
    </time>
  );
}
