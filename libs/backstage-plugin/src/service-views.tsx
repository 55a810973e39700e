import type { Service, Vulnerabilities } from "./binnacle-api.js";
import { DataTable } from "./data-table.js";
import { HealthMark } from "./health-mark.js";
import { SafeLink } from "./safe-link.js";

const MOST_VULNERABILITIES = 10;
const SEVERITIES = ["critical", "high", "medium", "low", "unknown"] as const;

/** What a service is, who owns it, and how it does in all. */
export function OverviewView({ service, link }: { service: Service; link: string | undefined }) {
  const { name, description, owner, health, instances, dependencies, vulnerabilities } = service;
  const owners = [...(owner?.teams.map((team) => team.name) ?? []), ...(owner?.users ?? [])];
  return (
    <>
      <p>
        <strong>{name}</strong>: <HealthMark health={health} />
      </p>
      {description !== null && <p>{description}</p>}
      <ul>
        <li>{owners.length === 0 ? "Nobody is said to own it" : `Owned by ${owners.join(", ")}`}</li>
        <li>
          {instances} {instances === 1 ? "instance" : "instances"}, {dependencies} dependencies
        </li>
        <li>{severitiesText(vulnerabilities)}</li>
      </ul>
      {link !== undefined && <SafeLink href={link}>Open in Binnacle</SafeLink>}
    </>
  );
}

/** How well each environment is, by its instances. */
export function HealthView({ service }: { service: Service }) {
  if (service.environments.length === 0) return <p>No deployment of it is known.</p>;
  return (
    <DataTable
      label={`Health of ${service.name}`}
      header={["Environment", "Health", "Instances"]}
      rows={service.environments.map(({ name, health, instances }) => ({
        key: name,
        cells: [name, <HealthMark key="health" health={health} />, `${instances.up} of ${instances.total} up`],
      }))}
    />
  );
}

/** Which version runs where, since when. */
export function DeploymentsView({ service }: { service: Service }) {
  if (service.environments.length === 0) return <p>No deployment of it is known.</p>;
  return (
    <DataTable
      label={`Deployments of ${service.name}`}
      header={["Environment", "Version", "Since"]}
      rows={service.environments.map(({ name, version, since }) => ({
        key: name,
        cells: [
          name,
          version ?? "not known",
          since === null ? (
            "not known"
          ) : (
            <time key="since" dateTime={since}>
              {new Date(since).toLocaleString()}
            </time>
          ),
        ],
      }))}
    />
  );
}

/** The worst that is known of the packages that a service depends on, with what mends it. */
export function VulnerabilitiesView({ found }: { found: Vulnerabilities }) {
  const { vulnerabilities, counts, dependencies } = found;
  if (vulnerabilities.length === 0)
    return (
      <p>
        None is known of its {dependencies.total} dependencies
        {dependencies.unchecked > 0 && `; ${dependencies.unchecked} of them were not looked up`}.
      </p>
    );
  return (
    <>
      <p>{severitiesText(counts)}</p>
      <DataTable
        label="Vulnerable dependencies"
        header={["Severity", "Vulnerability", "Package", "Mended in"]}
        rows={vulnerabilities.slice(0, MOST_VULNERABILITIES).map(({ vulnerability, dependency }) => ({
          key: `${vulnerability.id} ${dependency.id}`,
          cells: [
            vulnerability.severity,
            <SafeLink key="id" href={vulnerability.url}>
              {vulnerability.id}
            </SafeLink>,
            dependency.name,
            vulnerability.fixedIn?.join(", ") || "not yet",
          ],
        }))}
      />
      {vulnerabilities.length > MOST_VULNERABILITIES && <p>{vulnerabilities.length - MOST_VULNERABILITIES} more.</p>}
    </>
  );
}

/** Counts in words: `1 critical, 3 high`. */
export function severitiesText(counts: Record<(typeof SEVERITIES)[number], number>): string {
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity === "unknown" ? "of unknown severity" : severity}`,
  );
  return parts.length === 0 ? "No vulnerability is known" : `Vulnerabilities: ${parts.join(", ")}`;
}
