import type { Timestamp } from "@binnacle/contract";
import type { CatalogReading } from "../../catalog/catalog-items.js";
import { fieldsOf, textIn } from "./fields.js";

/** Worst first. */
export const HEALTH = ["down", "degraded", "unknown", "up"] as const;

export type Health = (typeof HEALTH)[number];

/** What others call it: Spring Boot, Kubernetes, Consul, RFC drafts of health answers. */
const OTHER_WORDS: Readonly<Record<string, Health>> = {
  ok: "up",
  pass: "up",
  passing: "up",
  healthy: "up",
  ready: "up",
  warn: "degraded",
  warning: "degraded",
  fail: "down",
  critical: "down",
  unhealthy: "down",
  out_of_service: "down",
};

/** The `status` of a `HealthCheck` or `HealthCheckSample`. */
export function readHealth({ value }: CatalogReading): Health {
  const status = textIn(fieldsOf(value), "status")?.toLowerCase() ?? "";
  return HEALTH.find((known) => known === status) ?? OTHER_WORDS[status] ?? "unknown";
}

/** All words for a health, in lower case. */
export function wordsFor(health: Health): string[] {
  return [health, ...Object.keys(OTHER_WORDS).filter((word) => OTHER_WORDS[word] === health)];
}

/** The health of an instance: what the check said, as long as it is not older than `staleBefore`. */
export function currentHealth(check: CatalogReading | undefined, staleBefore: Timestamp): Health {
  return check === undefined || check.collectedOn < staleBefore ? "unknown" : readHealth(check);
}

/** The worst of all; `null` without any. */
export function worstHealth(all: readonly (Health | null)[]): Health | null {
  return HEALTH.find((health) => all.includes(health)) ?? null;
}
