import { reading, resource } from "@binnacle/collector";
import {
  collector,
  referenceTo,
  service,
  serviceDeployment,
  serviceInstance,
  softwareDependency,
  softwareDependencyVersion,
  team,
  type CatalogRecord,
} from "@binnacle/contract";
import { Random } from "../random.js";
import { PACKAGES, VULNERABILITIES } from "./sample-packages.js";

const TEAMS = ["checkout", "payments", "search", "identity", "logistics", "growth", "platform", "data"];
const NOUNS = ["orders", "basket", "prices", "stock", "accounts", "mail", "invoices", "routes", "ratings", "sessions"];
const ENVIRONMENTS = ["production", "staging"];
const HOUR = 3_600_000;

export interface SampleCatalogOptions {
  /** How many services, each with two deployments. */
  services: number;
  /** The time that the newest of it happened, in milliseconds since 1970. */
  now: number;
  seed?: number;
}

/** A made-up company's catalog: the same for the same options. One service in twelve has no owner, one in eight something wrong; of another
 * one in twelve nobody checks the health in staging. */
export function sampleCatalog({ services, now, seed = 1 }: SampleCatalogOptions): CatalogRecord[] {
  const random = new Random(seed);
  const names = Array.from({ length: services }, (_, index) => nameOf(index));
  return [
    ...TEAMS.map((name) => resource("Team", team(name).name)),
    ...packages(),
    ...names.flatMap((name, index) => serviceRecords(name, index, { names, now, random })),
    reading(collector("sample"), "CollectorRun", {
      startedOn: time(now - 4_000),
      endedOn: time(now),
      outcome: "ok",
      records: services,
    }),
  ];
}

interface Surroundings {
  names: readonly string[];
  now: number;
  random: Random;
}

function serviceRecords(name: string, index: number, { names, now, random }: Surroundings): CatalogRecord[] {
  const owned = resource("Service", service(name).name);
  const owner = TEAMS[index % TEAMS.length]!;
  return [
    owned,
    reading(owned, "ServiceDescription", {
      description: `Looks after ${name.replaceAll("-", " ")}.`,
      lifecycle: index % 9 === 0 ? "experimental" : "production",
      links: [
        { title: "Repository", url: `https://git.example.com/${owner}/${name}` },
        { title: "Runbook", url: `https://docs.example.com/${name}/runbook` },
      ],
    }),
    ...(index % 12 === 11
      ? []
      : [reading(owned, "ServiceOwnership", { owners: [referenceTo(team(owner))], users: [] })]),
    reading(owned, "CodeInsights", {
      commits: 40 + random.below(2_000),
      contributors: 1 + random.below(12),
      lastChange: { committedOn: time(now - random.below(60 * 24) * HOUR), subject: "Keep dependencies current" },
    }),
    ...ENVIRONMENTS.flatMap((environment) => deploymentRecords(name, environment, index, { names, now, random })),
  ];
}

function deploymentRecords(
  name: string,
  environment: string,
  index: number,
  { names, now, random }: Surroundings,
): CatalogRecord[] {
  const deployment = resource(serviceDeployment(name, environment), { parent: service(name) });
  const since = now - (1 + random.below(30 * 24)) * HOUR;
  const version = `2.${random.below(40)}.${random.below(10)}`;
  const used = random.shuffled(PACKAGES).slice(0, 6 + random.below(10));
  const called = random.shuffled(names.filter((other) => other !== name)).slice(0, random.below(4));
  return [
    deployment,
    reading(deployment, "DeployedVersion", { version, since: time(since), commit: hex(random, 40) }),
    reading(deployment, "ServiceDeploymentDependencies", {
      counts: { total: used.length, direct: used.length },
      dependencies: used.map((coordinates) => ({
        ...referenceTo(softwareDependencyVersion(coordinates)),
        isDirect: true,
      })),
    }),
    reading(deployment, "EgressDependencies", {
      calls: called.map((other) => ({ ...referenceTo(serviceDeployment(other, environment)), protocol: "http" })),
    }),
    ...Array.from({ length: 5 }, (_, back) =>
      event(deployment, since - back * 9 * 24 * HOUR, {
        event: "deployment",
        version: back === 0 ? version : `2.0.${5 - back}`,
      }),
    ),
    ...(index % 8 === 3 ? incident(deployment, now, random) : []),
    ...Array.from({ length: 1 + random.below(3) }, (_, number) =>
      instanceRecords(name, environment, number, {
        isDown: index % 8 === 3 && number === 0,
        isUnchecked: index % 12 === 5 && environment === "staging",
        since,
        now,
        random,
      }),
    ).flat(),
  ];
}

interface InstanceState {
  isDown: boolean;
  isUnchecked: boolean;
  since: number;
  now: number;
  random: Random;
}

function instanceRecords(
  name: string,
  environment: string,
  number: number,
  { isDown, isUnchecked, since, now, random }: InstanceState,
): CatalogRecord[] {
  const instance = resource(serviceInstance(name, environment, `${name}-${number}`), {
    parent: serviceDeployment(name, environment),
  });
  const check = {
    status: isDown ? "down" : "up",
    url: `http://${name}-${number}.example.internal/health`,
    latencyMs: 10,
  };
  const records = [
    instance,
    reading(instance, "HealthCheck", isDown ? { ...check, httpStatus: 503, message: "HTTP 503" } : check),
    reading(instance, "InstanceInfo", { host: `node-${random.below(40)}`, startedOn: time(since) }),
    ...Array.from({ length: 12 }, (_, back) =>
      reading(
        instance,
        "HealthCheckSample",
        { ...check, status: isDown && back < 4 ? "down" : "up", latencyMs: 5 + random.below(60) },
        { storageMode: "TIME_SERIES", collectedOn: time(now - back * HOUR) },
      ),
    ),
    event(instance, since, { event: "start" }),
    ...(isDown ? [event(instance, now - 4 * HOUR, { event: "stop" })] : []),
  ];
  return records.filter(
    (record) => !(isUnchecked && record.kind === "reading" && record.type.startsWith("HealthCheck")),
  );
}

function incident(of: CatalogRecord & { kind: "resource" }, now: number, random: Random): CatalogRecord[] {
  const id = `INC-${1000 + random.below(9000)}`;
  const title = "Error rate above 5 %";
  return [
    event(of, now - 5 * HOUR, { event: "incident", id, title, severity: "high", status: "open" }),
    event(of, now - 1 * HOUR, { event: "incident", id, title, severity: "high", status: "resolved" }),
  ];
}

function packages(): CatalogRecord[] {
  return PACKAGES.flatMap((coordinates) => {
    const version = resource(softwareDependencyVersion(coordinates), { parent: softwareDependency(coordinates) });
    const vulnerabilities = VULNERABILITIES[`${coordinates.name}@${coordinates.version}`];
    return [
      resource(softwareDependency(coordinates)),
      version,
      ...(vulnerabilities ? [reading(version, "DependencyVersionVulnerabilities", { vulnerabilities })] : []),
    ];
  });
}

function event(of: CatalogRecord & { kind: "resource" }, on: number, value: object): CatalogRecord {
  return reading(of, "ServiceEvent", value, { storageMode: "TIME_SERIES", collectedOn: time(on) });
}

function nameOf(index: number): string {
  const noun = NOUNS[index % NOUNS.length]!;
  return index < NOUNS.length ? noun : `${noun}-${Math.floor(index / NOUNS.length)}`;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.below(16).toString(16)).join("");
}
