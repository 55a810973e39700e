import type { Severity } from "./severity.js";
import classes from "./severity.module.css";

/** A severity as a coloured word, with how many where there are several. */
export function SeverityBadge({ severity, count }: { severity: Severity; count?: number }) {
  return (
    <span className={classes.badge} data-severity={severity}>
      {count === undefined ? severity : `${count} ${severity}`}
    </span>
  );
}
