#!/usr/bin/env node
import "reflect-metadata";
import { runApp } from "@binnacle/platform";
import { DryRunEnvironment, HousekeeperEnvironment } from "./housekeeper-environment.js";
import { HOUSEKEEPER_FLAGS } from "./housekeeper-flags.js";
import { startDryRun, startHousekeeper } from "./start-housekeeper.js";

const app = {
  name: "housekeeper",
  description:
    "removes what is stale, executes leases and sweeps, and keeps series and bookkeeping as long as configured",
  packageFile: new URL("../package.json", import.meta.url),
  flags: HOUSEKEEPER_FLAGS,
};

// A dry run publishes no probe, so it must not ask where to.
if (process.argv.includes("--dry-run")) {
  await runApp({ ...app, environment: DryRunEnvironment, start: startDryRun });
} else {
  await runApp({ ...app, environment: HousekeeperEnvironment, start: startHousekeeper });
}
