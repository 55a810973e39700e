import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  type ResourceAddress,
  service,
  serviceDeployment,
  serviceInstance,
  type Timestamp,
} from "@binnacle/contract";
import type { Answer } from "./health.client.js";
import type { HealthTarget } from "./health.options.js";
import { readChecks, readProcessStart, readSelfDescription, type SelfDescription } from "./self-description.js";

/** What a look at one target brought in. */
export interface Observation {
  target: HealthTarget;
  observedOn: Timestamp;
  health: Answer;
  readiness?: Answer;
  metrics?: Answer;
}

/** The value of `HealthCheck`, and of `HealthCheckSample`. */
export interface HealthCheck {
  /** `down`: no answer, or not 2xx. `degraded`: alive, but slow or not ready. */
  status: "up" | "degraded" | "down";
  /** Where it was probed; without the query, which may hold a secret. */
  url: string;
  /** Of the answer that decided the status. */
  httpStatus?: number;
  /** Upper bound of the time until the answer: one of `LATENCY_STEPS`. */
  latencyMs?: number;
  /** Why it is not up. */
  message?: string;
  /** What the readiness answer says of its parts. */
  checks?: Record<string, { status: string; reason?: string }>;
}

/**
 * The snapshot and the sample hold the same value, so the latency is in both; exact, it would make every probe a change of the
 * snapshot, and a change event for everyone who watches. Rounded up to a step it moves only when something happened, and still
 * draws a useful line.
 */
export const LATENCY_STEPS = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000] as const;

/** Everything that is published of one target. */
export function mapObservation(observation: Observation, degradedAfterMs: number): CatalogRecord[] {
  const { target, observedOn } = observation;
  const { service: name, environment, instance } = target;
  const ofService = resource(service(name), { observedOn });
  const ofDeployment = resource(serviceDeployment(name, environment), { parent: ofService, observedOn });
  const ofInstance = resource(serviceInstance(name, environment, instance), { parent: ofDeployment, observedOn });
  const check = mapHealthCheck(observation, degradedAfterMs);
  const self = describeSelf(observation);
  const records: CatalogRecord[] = [
    ofService,
    ofDeployment,
    ofInstance,
    reading(ofInstance, "HealthCheck", check, { collectedOn: observedOn }),
    reading(ofInstance, "HealthCheckSample", check, { storageMode: "TIME_SERIES", collectedOn: observedOn }),
  ];
  if (!self) return records;
  records.push(reading(ofInstance, "InstanceInfo", { url: check.url, ...self }, { collectedOn: observedOn }));
  if (self.startedOn) records.push(startEvent(ofInstance, self.startedOn, self));
  return records;
}

/** What the answers say about the target's health. */
export function mapHealthCheck({ target, health, readiness }: Observation, degradedAfterMs: number): HealthCheck {
  const url = withoutQuery(target.url);
  if ("failure" in health) return { status: "down", url, message: health.failure };
  const { httpStatus } = health;
  const latencyMs = roundUpLatency(health.latencyMs);
  if (!isSuccess(httpStatus)) return { status: "down", url, httpStatus, latencyMs, message: `HTTP ${httpStatus}` };

  const checks = readiness && "body" in readiness ? readChecks(readiness.body) : {};
  const parts = Object.keys(checks).length > 0 ? { checks } : {};
  const notReady = readiness && reasonNotReady(readiness);
  if (notReady !== undefined) return { status: "degraded", url, httpStatus, latencyMs, message: notReady, ...parts };
  if (health.latencyMs > degradedAfterMs) {
    return { status: "degraded", url, httpStatus, latencyMs, message: `slower than ${degradedAfterMs} ms`, ...parts };
  }
  return { status: "up", url, httpStatus, latencyMs, ...parts };
}

/** The step that the latency does not exceed; beyond the last one, the last one. */
export function roundUpLatency(latencyMs: number): number {
  return LATENCY_STEPS.find((step) => latencyMs <= step) ?? LATENCY_STEPS.at(-1)!;
}

/** Nothing while the target does not answer: what is known from before stays. */
function describeSelf({ health, metrics }: Observation): SelfDescription | undefined {
  if ("failure" in health || !isSuccess(health.httpStatus)) return undefined;
  const self = readSelfDescription(health.body);
  const startedOn = self.startedOn ?? (metrics && "body" in metrics ? readProcessStart(metrics.body) : undefined);
  return startedOn ? { ...self, startedOn } : self;
}

/** Every look at the same process yields the same row: its time and its value come from the process alone. */
function startEvent(instance: ResourceAddress, startedOn: Timestamp, { version, pid }: SelfDescription): CatalogRecord {
  const value = { event: "start", ...(version ? { version } : {}), ...(pid === undefined ? {} : { pid }) };
  return reading(instance, "ServiceEvent", value, { storageMode: "TIME_SERIES", collectedOn: startedOn });
}

function reasonNotReady(readiness: Answer): string | undefined {
  if ("failure" in readiness) return `not ready: ${readiness.failure}`;
  return isSuccess(readiness.httpStatus) ? undefined : `not ready: HTTP ${readiness.httpStatus}`;
}

function isSuccess(httpStatus: number): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
