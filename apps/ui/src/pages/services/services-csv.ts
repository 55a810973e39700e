import type { ServiceRow } from "./service-row.js";

export const CSV_HEADER = [
  "service",
  "health",
  "owners",
  "environments",
  "versions",
  "deployed",
  "instances",
  "dependencies",
  "critical",
  "high",
  "medium",
  "low",
  "unknown severity",
  "scorecard level",
  "description",
];

/** A row of the table with all that is known of it, whichever columns are shown. */
export function csvRow(row: ServiceRow): unknown[] {
  const { critical, high, medium, low, unknown } = row.vulnerabilities;
  return [
    row.name,
    row.health,
    row.owners.join(" "),
    row.environments.map(({ name }) => name).join(" "),
    row.versions.join(" "),
    row.since,
    row.instances,
    row.dependencies,
    critical,
    high,
    medium,
    low,
    unknown,
    row.level,
    row.description,
  ];
}
