import type { AppContext, AppFlag } from "@binnacle/platform";
import type { CollectorEnvironment, DryRunEnvironment } from "./collector-environment.js";

export const COLLECTOR_FLAGS = {
  once: { type: "boolean", description: "runs every source once, then ends: with 1 if a run failed" },
  "dry-run": { type: "boolean", description: "as --once, but prints the records as NDJSON instead of publishing them" },
  source: { type: "string", multiple: true, description: "runs only the source of this name; repeatable" },
} as const satisfies Record<string, AppFlag>;

export type CollectorContext = AppContext<CollectorEnvironment | DryRunEnvironment, typeof COLLECTOR_FLAGS>;
