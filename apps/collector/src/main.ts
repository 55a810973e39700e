#!/usr/bin/env node
import "reflect-metadata";
import { runApp } from "@binnacle/platform";
import { startCollector } from "./collector-app.js";
import { COLLECTOR_FLAGS } from "./collector-context.js";
import { CollectorEnvironment, DryRunEnvironment } from "./collector-environment.js";

// A dry run publishes nothing, so it must not ask where to.
const isDryRun = process.argv.includes("--dry-run");

await runApp({
  name: "collector",
  description: "runs the sources that its configuration names, and publishes what they find",
  packageFile: new URL("../package.json", import.meta.url),
  environment: isDryRun ? DryRunEnvironment : CollectorEnvironment,
  flags: COLLECTOR_FLAGS,
  start: startCollector,
});
