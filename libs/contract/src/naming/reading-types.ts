import type { Reference } from "../json/index.js";
import type { ResourceAddress, StorageMode } from "../records/records.js";
import type { Timestamp } from "../time/timestamp.js";
import type { WellKnownResourceType } from "./naming-templates.js";

/** A reading type that our collectors, calculations and UI agree on. */
export interface WellKnownReadingType {
  storageMode: StorageMode;
  /** Of which Resources it is taken; `*`: of any. */
  resourceType: WellKnownResourceType | "*";
  description: string;
}

/** The well-known reading types by name. */
export const READING_TYPES = {
  ServiceOwnership: onService("Who owns the service."),
  ServiceDescription: onService("What the service is for."),
  CodeInsights: onService(
    "What the history of its source code, or the forge that it lies on, tells: commits, contributors, last change, open changes, CI.",
  ),
  CodeQuality: onService("What was measured of its code: quality gate, coverage, ratings."),
  StaticAnalysis: onService("What analyzers found in its code, by tool, level and rule."),
  TeamDescription: {
    resourceType: "Team",
    storageMode: "SNAPSHOT",
    description: "What the team is for, the team that it belongs to, who is in it.",
  },
  DeployedVersion: onDeployment(
    "The version that runs, with `since`, the time at which the source says that it was deployed.",
  ),
  ServiceDeploymentDependencies: onDeployment("The packages it is built from, as references."),
  EgressDependencies: onDeployment("What it calls, as references."),
  HealthCheck: onInstance("The result of its newest health check."),
  HealthCheckSample: {
    resourceType: "ServiceInstance",
    storageMode: "TIME_SERIES",
    description: "The same as `HealthCheck`, every one of them.",
  },
  InstanceInfo: onInstance("What the instance says of itself: version, host, start."),
  JvmRuntime: onInstance("The Java virtual machine that it runs on."),
  JvmSample: {
    resourceType: "ServiceInstance",
    storageMode: "TIME_SERIES",
    description: "How its Java virtual machine is doing: heap, garbage collection, threads.",
  },
  ServiceEvent: {
    resourceType: "*",
    storageMode: "TIME_SERIES",
    description:
      "Something that happened to a Resource: a deployment, a start or stop of an instance (at the source's own time, so that a repeat adds " +
      "nothing), an incident.",
  },
  SoftwarePackage: {
    resourceType: "SoftwareDependencyVersion",
    storageMode: "SNAPSHOT",
    description: "What its registry says of a version of a package: licence, integrity.",
  },
  DependencyVersionVulnerabilities: {
    resourceType: "*",
    storageMode: "SNAPSHOT",
    description: "The known vulnerabilities of a version of a package, or of a container image.",
  },
  ContainerImageInfo: onImage("What its registry says of an image: when it was built, from what, for which platforms."),
  ContainerImagePackages: onImage("The packages that are installed in it, as references."),
  CollectorRun: {
    resourceType: "Collector",
    storageMode: "SNAPSHOT",
    description: "How the newest run of a collector went.",
  },
} as const satisfies Record<string, WellKnownReadingType>;

export type WellKnownReadingTypeName = keyof typeof READING_TYPES;

/** The value of a `CollectorRun` reading. */
export interface CollectorRun {
  startedOn: Timestamp;
  endedOn: Timestamp;
  outcome: "ok" | "partial" | "failed" | "empty";
  /** How many records it published. */
  records: number;
}

/** The value of a `DependencyVersionVulnerabilities` reading; with none it says that somebody looked. */
export interface DependencyVersionVulnerabilities {
  vulnerabilities: Vulnerability[];
}

export const SEVERITIES = ["critical", "high", "medium", "low", "unknown"] as const;

export type Severity = (typeof SEVERITIES)[number];

export interface Vulnerability {
  /** Of the database that it is from: `GHSA-jfh8-c2jp-5v3q`. */
  id: string;
  /** Its names elsewhere: `CVE-2021-44228`. */
  aliases?: string[];
  severity: Severity;
  /** CVSS base score, 0 to 10. */
  score?: number;
  summary?: string;
  /** Versions of the package that do not have it any more. */
  fixedIn?: string[];
  /** Of an image: the package URLs of what has it. */
  packages?: string[];
  url?: string;
}

/** The reference that a reading's value holds to say that its Resource "has" another one. */
export function referenceTo({ type, name }: ResourceAddress): Reference {
  return { resourceType: type, resourceName: name };
}

function onService(description: string) {
  return { resourceType: "Service", storageMode: "SNAPSHOT", description } as const;
}

function onDeployment(description: string) {
  return { resourceType: "ServiceDeployment", storageMode: "SNAPSHOT", description } as const;
}

function onImage(description: string) {
  return { resourceType: "ContainerImage", storageMode: "SNAPSHOT", description } as const;
}

function onInstance(description: string) {
  return { resourceType: "ServiceInstance", storageMode: "SNAPSHOT", description } as const;
}
