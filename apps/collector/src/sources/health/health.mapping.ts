import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  type ResourceAddress,
  service,
  serviceDeployment,
  serviceInstance,
  type Timestamp,
} from "@binnacle/contract";
import type { Answer } from "./answer.js";
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
  /** `down`: no answer, one that is not 2xx, or not `SERVING`. `degraded`: alive, but slow or not ready. */
  status: "up" | "degraded" | "down";
  /** Where it was probed, `tcp://…` and `grpc://…` too; without the query, which may hold a secret. */
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
  const url = placeOf(target);
  if ("failure" in health) return { status: "down", url, message: health.failure };
  const seen = {
    url,
    ...("httpStatus" in health ? { httpStatus: health.httpStatus } : {}),
    latencyMs: roundUpLatency(health.latencyMs),
  };
  const notUp = reasonNotUp(health);
  if (notUp !== undefined) return { status: "down", ...seen, message: notUp };

  const checks = readiness && "body" in readiness ? readChecks(readiness.body) : {};
  const parts = Object.keys(checks).length > 0 ? { checks } : {};
  const notReady = readiness && reasonNotReady(readiness);
  if (notReady !== undefined) return { status: "degraded", ...seen, message: notReady, ...parts };
  if (health.latencyMs > degradedAfterMs) {
    return { status: "degraded", ...seen, message: `slower than ${degradedAfterMs} ms`, ...parts };
  }
  return { status: "up", ...seen, ...parts };
}

/** The step that the latency does not exceed; beyond the last one, the last one. */
export function roundUpLatency(latencyMs: number): number {
  return LATENCY_STEPS.find((step) => latencyMs <= step) ?? LATENCY_STEPS.at(-1)!;
}

/** Nothing while the target does not answer: what is known from before stays. */
function describeSelf({ health, metrics }: Observation): SelfDescription | undefined {
  if ("failure" in health || reasonNotUp(health) !== undefined) return undefined;
  const self = "body" in health ? readSelfDescription(health.body) : {};
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
  const reason = reasonNotUp(readiness);
  return reason === undefined ? undefined : `not ready: ${reason}`;
}

function reasonNotUp(answer: Exclude<Answer, { failure: string }>): string | undefined {
  if ("servingStatus" in answer) return answer.servingStatus === "SERVING" ? undefined : answer.servingStatus;
  if (!("httpStatus" in answer)) return undefined;
  return answer.httpStatus >= 200 && answer.httpStatus < 300 ? undefined : `HTTP ${answer.httpStatus}`;
}

function placeOf({ url, tcp, grpc, grpcService }: HealthTarget): string {
  if (url !== undefined) return withoutQuery(url);
  if (tcp !== undefined) return `tcp://${tcp}`;
  return `grpc://${grpc}${grpcService === undefined ? "" : `/${grpcService}`}`;
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
