import { SEVERITIES, severitiesText, type SeverityCounts } from "./severity.js";
import classes from "./severity.module.css";

/** How many vulnerabilities there are of each severity, short enough for a table. */
export function SeverityBar({ counts }: { counts: SeverityCounts }) {
  if (counts.total === 0) return <span className={classes.none}>none known</span>;
  const text = severitiesText(counts);
  return (
    <span className={classes.counts} title={text} role="img" aria-label={text}>
      {SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => (
        <span key={severity} className={classes.badge} data-severity={severity}>
          {counts[severity]} {severity === "unknown" ? "?" : severity[0]!.toUpperCase()}
        </span>
      ))}
    </span>
  );
}
