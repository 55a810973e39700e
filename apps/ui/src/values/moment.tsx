import { useNow } from "./use-now.js";
import { timeAgo } from "./time-ago.js";
import classes from "./moment.module.css";

/** What `toLocaleString` gives, without making a format for each time. */
const WHOLE = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

/** A time as how long ago it was, with the time itself on hover and for assistive technology. Plain markup: tables have one in every row. */
export function Moment({ time }: { time: string | null | undefined }) {
  const now = useNow();
  if (time === null || time === undefined) return <span className={classes.never}>never</span>;
  const at = Date.parse(time);
  return (
    <time dateTime={time} title={Number.isNaN(at) ? time : WHOLE.format(at)}>
      {timeAgo(at, now)}
    </time>
  );
}
