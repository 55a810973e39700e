import {
  benchmark,
  flag,
  number,
  optional,
  pattern,
  runs,
  wholeNumber,
  wholeNumbers,
  words,
  type Benchmark,
} from "./benchmark.js";
import { benchCollect } from "./collect/bench-collect.js";
import { benchGrowth } from "./growth/bench-growth.js";
import { benchHousekeeping } from "./housekeeping/bench-housekeeping.js";
import { benchIndexes } from "./indexes/bench-indexes.js";
import { benchIngest } from "./ingest/bench-ingest.js";
import { benchLambda } from "./lambda/bench-lambda.js";
import { benchLatency } from "./latency/bench-latency.js";
import { benchPath } from "./path/bench-path.js";
import { benchTurns } from "./path/bench-turns.js";
import { benchRead } from "./read/bench-read.js";
import { benchUi } from "./ui/bench-ui.js";

/** All that can be measured, by name. */
export const BENCHMARKS: Record<string, Benchmark> = {
  ingest: benchmark({
    description: "records/s of the sink's core, of a bare set-based upsert and of one TypeORM save a record",
    duration: "some 15 minutes, most of them for TypeORM",
    options: { runs: runs(3) },
    run: benchIngest,
  }),
  indexes: benchmark({
    description: "what each index of the sink's tables costs a row in time and WAL",
    duration: "some 5 minutes",
    options: { runs: runs(5) },
    run: benchIndexes,
  }),
  path: benchmark({
    description:
      "records/s from publishing to the commit through the emulator, and what share of it the emulator takes",
    duration: "some 3 minutes",
    options: { runs: runs(3) },
    run: benchPath,
  }),
  turns: benchmark({
    description: "how long the sink's event loop is held up at full load, by the clock and in CPU time",
    duration: "some 3 minutes",
    options: {
      runs: runs(3),
      bytes: optional(wholeNumber(200, "values of so many bytes only: 200, 2000 or 50000")),
      flags: words("for the sink's Node.js, such as --flags='--max-semi-space-size=64'"),
    },
    run: benchTurns,
  }),
  collect: benchmark({
    description: "records/s and memory of the collector: 5,000 pods, 3,000 packages, 1,000 health probes",
    duration: "some 2 minutes",
    options: { runs: runs(5) },
    run: benchCollect,
  }),
  lambda: benchmark({
    description: "cold start of the sink as an AWS Lambda function, and the size of its bundle",
    duration: "a minute",
    options: { runs: runs(15) },
    run: benchLambda,
  }),
  growth: benchmark({
    description: "what a record costs in a catalog of 10 thousand, 100 thousand and a million Resources",
    duration: "some 5 minutes",
    options: { runs: runs(5) },
    run: benchGrowth,
  }),
  latency: benchmark({
    description: "from publishing a record to reading it through the provider, over the whole path",
    duration: "a minute",
    options: { runs: runs(200) },
    run: benchLatency,
  }),
  housekeeping: benchmark({
    description: "removing and erasing stale Resources while ingest and reads go on",
    duration: "some 5 minutes; a million Resources some 15",
    options: {
      resources: wholeNumber(100_000, "in a catalog of so many"),
      stale: optional(wholeNumber(0, "of which so many are stale (a tenth)")),
      seconds: number(15, "for how long the traffic is measured without housekeeping"),
      load: optional(number(0, "the share of its time that the housekeeper may work (its default)")),
    },
    run: benchHousekeeping,
  }),
  read: benchmark({
    description:
      "every endpoint and calculation, one request at a time and 16, beside the same SQL behind a bare handler; records/s of the intake; events/s of the change feed",
    duration: "some 6 minutes for each catalog, and for filling it: 10 s of 100,000 Resources, 150 s of a million",
    options: {
      resources: wholeNumbers([10_000, 100_000], "catalogs of so many"),
      seconds: number(
        0.8,
        "for how long each is asked, one at a time and 16; up to twice that until there are 200 answers",
        0.05,
      ),
      only: pattern("what to ask, by name"),
      plans: flag("writes what PostgreSQL makes of each statement, and which index is for what, instead"),
    },
    run: benchRead,
  }),
  ui: benchmark({
    description:
      "first view, layout shifts, scrolling through 10,000 services beside a bare page, the heap after 10,000 live changes",
    duration: "some 15 minutes, half of them for the heap; needs Chromium",
    options: { runs: runs(5), only: pattern("what of views, scrolling and heap") },
    run: benchUi,
  }),
};
