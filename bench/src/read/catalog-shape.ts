import { UsageError } from "../benchmark.js";

/** A `binnacle.yaml` for the generated catalog: fields on which nearly all, a fifth and a handful agree. */
export const CONFIGURATION = `
fields:
  - { name: status, readingType: HealthCheck, path: [status] }
  - { name: language, readingType: CodeInsights, path: [language] }
  - { name: zone, readingType: Placement, path: [zone] }
housekeeping:
  rules:
    - name: silent-instances
      type: ServiceInstance
      createdBefore: 2d
      withoutReading: { types: [HealthCheck], for: 7d }
`;

/** The same fields, as the store takes them. */
export const FIELDS = [
  { name: "status", readingType: "HealthCheck", path: ["status"] },
  { name: "language", readingType: "CodeInsights", path: ["language"] },
  { name: "zone", readingType: "Placement", path: ["zone"] },
];

export const ENVIRONMENTS = ["production", "staging", "test"] as const;

/** So many of a service's production deployment, of the first services by name; the others depend on twenty packages. */
export const MANY_DEPENDENCIES = 500;
export const FEW_DEPENDENCIES = 20;
/** How many services depend on many packages: a page of them. */
export const LARGE_SERVICES = 100;
/** Which Resources have the large series. */
export const LARGE_SERIES = { type: "ServiceInstance", index: 0, readingType: "Latency", length: 20_000 } as const;

/** What there is of each type; every type's Resources are numbered from 0. */
export interface CatalogShape {
  total: number;
  counts: Record<GeneratedType, number>;
  /** How many Resources refer to one and the same team. */
  referrers: number;
  /** Of how many images nothing was read for ten days. */
  silent: number;
}

export type GeneratedType =
  | "Service"
  | "ServiceDeployment"
  | "ServiceInstance"
  | "SoftwareDependency"
  | "SoftwareDependencyVersion"
  | "Team"
  | "Collector"
  | "Registry"
  | "RdsInstance"
  | "ContainerImage";

/** A company of so many Resources; the well-known types, and images that share one registry. */
export function shapeOf(total: number, silent = 0): CatalogShape {
  const services = Math.max(LARGE_SERVICES + 20, Math.round(total * 0.02));
  const counts = {
    Service: services,
    ServiceDeployment: services * ENVIRONMENTS.length,
    ServiceInstance: services * ENVIRONMENTS.length * 4,
    SoftwareDependency: Math.round(total * 0.08),
    SoftwareDependencyVersion: Math.max(MANY_DEPENDENCIES * 2, Math.round(total * 0.3)),
    Team: Math.max(20, Math.min(200, Math.round(total / 100))),
    Collector: 20,
    Registry: 1,
    RdsInstance: Math.round(total * 0.05),
    ContainerImage: 0,
  };
  const rest = total - Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (rest < 1)
    throw new UsageError(`A catalog of ${total} Resources is too small for the benchmark; ask for 5,000 or more`);
  return {
    total,
    counts: { ...counts, ContainerImage: rest },
    referrers: Math.min(rest, Math.round(total * 0.08)),
    silent,
  };
}

const padded = (index: number): string => String(index).padStart(6, "0");

/** The name of one of a type's Resources. */
export function nameOf(type: GeneratedType, index: number, shape: CatalogShape): string {
  switch (type) {
    case "Service":
      return `service-${padded(index)}`;
    case "ServiceDeployment": {
      const environment = ENVIRONMENTS[index % ENVIRONMENTS.length];
      return `service-${padded(Math.floor(index / ENVIRONMENTS.length))}/${environment}`;
    }
    case "ServiceInstance":
      return `${nameOf("ServiceDeployment", Math.floor(index / 4), shape)}/pod-${index % 4}`;
    case "SoftwareDependency":
      return `pkg:npm/package-${padded(index)}`;
    case "SoftwareDependencyVersion": {
      const packages = shape.counts.SoftwareDependency;
      return `pkg:npm/package-${padded(index % packages)}@1.${Math.floor(index / packages)}.0`;
    }
    case "ContainerImage":
      return `registry.example.com/image-${padded(index)}@sha256:${index.toString(16).padStart(12, "0")}`;
    case "RdsInstance":
      return `123456789012/eu-central-1/database-${padded(index)}`;
    case "Registry":
      return "registry.example.com";
    case "Team":
      return `team-${padded(index)}`;
    case "Collector":
      return `company/collector-${index}`;
  }
}

/** The parent of one of a type's Resources; most of the roots are of types of their own. */
export function parentOf(type: GeneratedType, index: number, shape: CatalogShape): [GeneratedType, number] | undefined {
  switch (type) {
    case "ServiceDeployment":
      return ["Service", Math.floor(index / ENVIRONMENTS.length)];
    case "ServiceInstance":
      return ["ServiceDeployment", Math.floor(index / 4)];
    case "SoftwareDependencyVersion":
      return ["SoftwareDependency", index % shape.counts.SoftwareDependency];
    case "ContainerImage":
      return ["Registry", 0];
    default:
      return undefined;
  }
}
