import { Link } from "@tanstack/react-router";
import { HealthBadge } from "../../health/health-badge.js";
import { healthRank } from "../../health/health.js";
import { CellText } from "../../table/cell-text.js";
import classes from "../../table/data-table.module.css";
import { columnsOf, type Column } from "../../table/table-features.js";
import { Moment } from "../../values/moment.js";
import { SeverityBar } from "../../vulnerabilities/severity-bar.js";
import { compareSeverities } from "../../vulnerabilities/severity.js";
import type { ServiceRow } from "./service-row.js";

const column = columnsOf<ServiceRow>();

/** The columns that may be hidden, in the order of the table. */
export const CHOICES = [
  { id: "health", label: "Health" },
  { id: "owner", label: "Owner" },
  { id: "environments", label: "Environments" },
  { id: "version", label: "Version" },
  { id: "since", label: "Deployed" },
  { id: "instances", label: "Instances" },
  { id: "vulnerabilities", label: "Vulnerabilities" },
  { id: "dependencies", label: "Dependencies" },
  { id: "level", label: "Scorecard" },
  { id: "description", label: "Description" },
] as const;

/** Hidden until they are asked for. */
export const HIDDEN_AT_FIRST = "dependencies,description";

/** The columns of the services; `levels` are those of the scorecard, the least first. */
export function servicesColumns(levels: readonly string[]): Column<ServiceRow>[] {
  const rankOf = ({ level }: ServiceRow): number => (level === undefined ? -2 : levels.indexOf(level ?? ""));
  return column.columns([
    column.accessor("name", {
      header: "Service",
      size: 140,
      sortFn: "alphanumeric",
      cell: ({ getValue }) => (
        <Link to="/services/$name" params={{ name: getValue() } as never} className={classes.link}>
          {getValue()}
        </Link>
      ),
    }),
    column.accessor(({ health }) => healthRank(health), {
      id: "health",
      header: "Health",
      size: 102,
      sortDescFirst: true,
      cell: ({ row: { original } }) => <HealthBadge health={original.health} />,
    }),
    column.accessor(({ owners }) => owners.join(", "), {
      id: "owner",
      header: "Owner",
      size: 110,
      sortFn: "text",
      cell: ({ getValue }) => <CellText isDimmed={getValue() === ""}>{getValue() || "nobody"}</CellText>,
    }),
    column.accessor(({ environments }) => environments.length, {
      id: "environments",
      header: "Environments",
      size: 214,
      cell: ({ row: { original } }) => (
        <div className={classes.several}>
          {original.environments.map(({ name, health }) => (
            <HealthBadge key={name} health={health} label={name} />
          ))}
        </div>
      ),
    }),
    column.accessor(({ versions }) => versions.join(", "), {
      id: "version",
      header: "Version",
      size: 128,
      sortFn: "alphanumeric",
      cell: ({ getValue }) => <CellText>{getValue()}</CellText>,
    }),
    column.accessor(({ since }) => since ?? "", {
      id: "since",
      header: "Deployed",
      size: 124,
      sortFn: "text",
      sortDescFirst: true,
      cell: ({ row: { original } }) =>
        original.since === null ? <CellText isDimmed>unknown</CellText> : <Moment time={original.since} />,
    }),
    column.accessor("instances", { header: "Instances", size: 118, sortDescFirst: true }),
    column.accessor("vulnerabilities", {
      header: "Vulnerabilities",
      size: 157,
      sortDescFirst: true,
      sortFn: (a, b) => compareSeverities(a.original.vulnerabilities, b.original.vulnerabilities),
      cell: ({ getValue }) => <SeverityBar counts={getValue()} />,
    }),
    column.accessor("dependencies", { header: "Dependencies", size: 130, sortDescFirst: true }),
    column.accessor(rankOf, {
      id: "level",
      header: "Level",
      size: 100,
      sortDescFirst: true,
      cell: ({ row: { original } }) => <Level level={original.level} />,
    }),
    column.accessor(({ description }) => description ?? "", {
      id: "description",
      header: "Description",
      size: 280,
      sortFn: "text",
      cell: ({ getValue }) => <CellText>{getValue()}</CellText>,
    }),
  ]) as Column<ServiceRow>[];
}

function Level({ level }: { level: string | null | undefined }) {
  if (level === undefined) return null;
  return level === null ? <CellText isDimmed>none yet</CellText> : <strong>{level}</strong>;
}
