import { useState } from "react";
import type { Service } from "./binnacle-api.js";
import { DataTable } from "./data-table.js";
import { HealthMark } from "./health-mark.js";
import { SafeLink } from "./safe-link.js";
import { severitiesText } from "./service-views.js";

const ROWS = 100;
const RANKS = ["down", "degraded", "unknown", "up"];

export interface ServicesViewProps {
  services: readonly Service[];
  /** Where a service is in Binnacle's own UI, if that is known. */
  linkTo: (service: string) => string | undefined;
}

/** All services, those that are not well first, to be narrowed down by name and owner. */
export function ServicesView({ services, linkTo }: ServicesViewProps) {
  const [text, setText] = useState("");
  const [most, setMost] = useState(ROWS);
  const wanted = text.trim().toLowerCase();
  const found = services
    .filter(({ name, owner }) =>
      [name, ...(owner?.teams.map((team) => team.name) ?? [])].some((part) => part.toLowerCase().includes(wanted)),
    )
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1));
  if (services.length === 0) return <p>Binnacle knows no services yet. Start a collector, and they show here.</p>;
  return (
    <>
      <p>
        <label>
          Name or team{" "}
          <input type="search" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        </label>{" "}
        <span role="status">
          {found.length} of {services.length}
        </span>
      </p>
      <DataTable
        label="Services"
        header={["Service", "Health", "Owner", "Instances", "Vulnerabilities"]}
        rows={found.slice(0, most).map((service) => ({
          key: service.id,
          cells: [
            <SafeLink key="name" href={linkTo(service.name)}>
              {service.name}
            </SafeLink>,
            <HealthMark key="health" health={service.health} />,
            service.owner?.teams.map((team) => team.name).join(", ") || "nobody",
            service.instances,
            severitiesText(service.vulnerabilities),
          ],
        }))}
      />
      {found.length > most && (
        <button type="button" onClick={() => setMost(most + ROWS)}>
          Show more of {found.length - most}
        </button>
      )}
    </>
  );
}

function rankOf({ health }: Service): number {
  const rank = RANKS.indexOf(health ?? "");
  return rank === -1 ? RANKS.length : rank;
}
