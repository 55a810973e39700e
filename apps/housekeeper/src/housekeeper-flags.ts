import type { AppContext } from "@binnacle/platform";
import type { DryRunEnvironment, HousekeeperEnvironment } from "./housekeeper-environment.js";

export const HOUSEKEEPER_FLAGS = {
  once: { type: "boolean", description: "does everything once, and ends" },
  "dry-run": { type: "boolean", description: "prints what would go now and why, and changes nothing" },
  ndjson: { type: "boolean", description: "with --dry-run: one JSON object a line instead of a table" },
} as const;

export type HousekeeperContext = AppContext<HousekeeperEnvironment, typeof HOUSEKEEPER_FLAGS>;
export type DryRunContext = AppContext<DryRunEnvironment, typeof HOUSEKEEPER_FLAGS>;
