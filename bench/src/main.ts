import { benchCollect } from "./collect/bench-collect.js";
import { benchGrowth } from "./growth/bench-growth.js";
import { benchHousekeeping } from "./housekeeping/bench-housekeeping.js";
import { benchIndexes } from "./indexes/bench-indexes.js";
import { benchIngest } from "./ingest/bench-ingest.js";
import { benchLambda } from "./lambda/bench-lambda.js";
import { benchLatency } from "./latency/bench-latency.js";
import { benchPath } from "./path/bench-path.js";
import { benchRead } from "./read/bench-read.js";
import { benchUi } from "./ui/bench-ui.js";

const BENCHMARKS: Record<string, { description: string; run: (args: readonly string[]) => Promise<void> }> = {
  ingest: {
    description: "records/s of the sink's core, of a bare set-based upsert and of one TypeORM save a record",
    run: benchIngest,
  },
  indexes: {
    description: "what each index of the sink's tables costs a row in time and WAL",
    run: benchIndexes,
  },
  path: {
    description:
      "records/s from publishing to the commit through the emulator, and what share of it the emulator takes",
    run: benchPath,
  },
  collect: {
    description: "records/s and memory of the collector: 5,000 pods, 3,000 packages, 1,000 health probes",
    run: benchCollect,
  },
  lambda: {
    description: "cold start of the sink as an AWS Lambda function, and the size of its bundle",
    run: benchLambda,
  },
  growth: {
    description: "what a record costs in a catalog of 10 thousand, 100 thousand and a million Resources",
    run: benchGrowth,
  },
  latency: {
    description: "from publishing a record to reading it through the provider, over the whole path",
    run: benchLatency,
  },
  housekeeping: {
    description:
      "removing and erasing stale Resources while ingest and reads go on (--resources 1000000 --stale 100000 --seconds 15)",
    run: benchHousekeeping,
  },
  read: {
    description:
      "every endpoint and calculation over 10 thousand, 100 thousand Resources or more (--resources 1000000), beside the bare SQL; --plans, --only NAMES, --seconds N",
    run: benchRead,
  },
  ui: {
    description: "first view, layout shifts, scrolling through 10,000 services, the heap after 10,000 live changes",
    run: benchUi,
  },
};

const USAGE = [
  "Usage: npm run bench -- NAME [--runs N]",
  "",
  ...Object.entries(BENCHMARKS).map(([name, { description }]) => `  ${name.padEnd(12)} ${description}`),
].join("\n");

const [name, ...args] = process.argv.slice(2);
if (name && Object.hasOwn(BENCHMARKS, name)) {
  await BENCHMARKS[name]!.run(args);
} else {
  const isHelp = name === undefined || name === "--help";
  console.log(isHelp ? USAGE : `There is no benchmark ${name}.\n\n${USAGE}`);
  process.exitCode = isHelp ? 0 : 1;
}
