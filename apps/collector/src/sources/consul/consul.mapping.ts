import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  type HealthCheckResult,
  type InstanceInfo,
  type ResourceAddress,
  service,
  serviceDeployment,
  serviceInstance,
  type Timestamp,
} from "@binnacle/contract";
import type { ConsulCheck, ConsulEntry } from "./consul.client.js";
import type { ConsulOptions } from "./consul.options.js";

type MappingOptions = Pick<ConsulOptions, "environment" | "environmentMeta" | "versionMeta">;

/** `InstanceInfo` of an instance in Consul's catalog. */
export interface ConsulInstanceInfo extends InstanceInfo {
  datacenter: string;
  port?: number;
  tags: string[];
}

/** What is there of one instance, by the address of its Resource. */
export interface MappedInstance {
  address: ResourceAddress;
  /** Its service and deployment. */
  shared: CatalogRecord[];
  records: CatalogRecord[];
}

const SEVERITY: Readonly<Record<string, number>> = { passing: 0, warning: 1, critical: 2, maintenance: 2 };
const STATUSES = ["up", "degraded", "down"] as const;

/** Whether it is an instance of a service, and no proxy or gateway that stands before one. */
export function isService({ Service }: ConsulEntry): boolean {
  return !Service.Kind || Service.Kind === "typical";
}

/** Everything that is published of one instance. */
export function mapInstance(entry: ConsulEntry, options: MappingOptions, observedOn: Timestamp): MappedInstance {
  const name = entry.Service.Service;
  const environment = options.environment ?? (entry.Service.Meta?.[options.environmentMeta] || entry.Node.Datacenter);
  // Ids are unique on their node only.
  const address = serviceInstance(name, environment, `${entry.Node.Node}/${entry.Service.ID}`);
  const ofService = resource(service(name), { observedOn });
  const ofDeployment = resource(serviceDeployment(name, environment), { parent: ofService, observedOn });
  const health = healthOf(entry.Checks);
  const at = { collectedOn: observedOn };
  return {
    address,
    shared: [ofService, ofDeployment],
    records: [
      resource(address, { parent: ofDeployment, observedOn }),
      reading(address, "InstanceInfo", infoOf(entry, options), at),
      reading(address, "HealthCheck", health, at),
      reading(address, "HealthCheckSample", health, { ...at, storageMode: "TIME_SERIES" }),
    ],
  };
}

/** The worst of its checks; without any it is up, as Consul has it. */
export function healthOf(checks: readonly ConsulCheck[]): HealthCheckResult {
  const sorted = checks.toSorted((a, b) => (a.CheckID < b.CheckID ? -1 : 1));
  const severity = sorted.reduce((worst, { Status }) => Math.max(worst, SEVERITY[Status] ?? 2), 0);
  const failing = sorted.filter(({ Status }) => (SEVERITY[Status] ?? 2) > 0);
  return {
    status: STATUSES[severity]!,
    ...(failing.length > 0 ? { message: failing.map(({ Name, Status }) => `${Name}: ${Status}`).join(", ") } : {}),
    ...(sorted.length > 0
      ? { checks: Object.fromEntries(sorted.map(({ CheckID, Status }) => [CheckID, { status: Status }])) }
      : {}),
  };
}

function infoOf({ Node, Service }: ConsulEntry, { versionMeta }: MappingOptions): ConsulInstanceInfo {
  const version = Service.Meta?.[versionMeta];
  return {
    ...(version ? { version } : {}),
    node: Node.Node,
    // A service without an address of its own has that of its node.
    ip: Service.Address || Node.Address,
    ...(Service.Port > 0 ? { port: Service.Port } : {}),
    datacenter: Node.Datacenter,
    tags: (Service.Tags ?? []).toSorted(),
  };
}
