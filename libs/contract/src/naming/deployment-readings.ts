import type { Reference } from "../json/index.js";
import type { Timestamp } from "../time/timestamp.js";

/** The value of a `DeployedVersion` reading; a collector may add what its source knows besides. */
export interface DeployedVersion {
  version: string;
  /** Since when it runs there, by its source. */
  since?: Timestamp;
  /** The commit that it was built from. */
  sha?: string;
  /** The images that it runs from, as far as their digests are known. */
  images?: ImageInUse[];
}

/** A reference to a `ContainerImage`, with the name under which it was asked for. */
export interface ImageInUse extends Reference {
  /** `registry.example.com/orders:1.4.2` */
  image: string;
  /** The name of the container that runs it. */
  container?: string;
}

/** The value of an `InstanceInfo` reading; a collector may add what its source knows besides. */
export interface InstanceInfo {
  version?: string;
  startedOn?: Timestamp;
  /** The machine that it runs on. */
  node?: string;
  ip?: string;
  /** How often its processes were started again since it is there. */
  restarts?: number;
  /** What the platform that runs it calls its state: `Running`, `RUNNING`. */
  phase?: string;
  images?: ImageInUse[];
}

/** `down`: it does not do its work. `degraded`: it is alive, but slow or not ready. */
export type HealthStatus = "up" | "degraded" | "down";

/** The value of `HealthCheck` and `HealthCheckSample` readings; a collector may add what its source knows besides. */
export interface HealthCheckResult {
  status: HealthStatus;
  /** Why it is not up. */
  message?: string;
  /** The parts that were looked at. */
  checks?: Record<string, { status: string; reason?: string }>;
}
