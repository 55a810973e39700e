import { benchIngest } from "./ingest/bench-ingest.js";
import { benchLatency } from "./latency/bench-latency.js";

const BENCHMARKS: Record<string, { description: string; run: (args: readonly string[]) => Promise<void> }> = {
  ingest: {
    description: "records/s of the sink's core, of a bare set-based upsert and of one TypeORM save a record",
    run: benchIngest,
  },
  latency: {
    description: "from publishing a record to reading it through the provider, over the whole path",
    run: benchLatency,
  },
};

const USAGE = [
  "Usage: npm run bench -- NAME [--runs N]",
  "",
  ...Object.entries(BENCHMARKS).map(([name, { description }]) => `  ${name.padEnd(8)} ${description}`),
].join("\n");

const [name, ...args] = process.argv.slice(2);
if (name && Object.hasOwn(BENCHMARKS, name)) {
  await BENCHMARKS[name]!.run(args);
} else {
  const isHelp = name === undefined || name === "--help";
  console.log(isHelp ? USAGE : `There is no benchmark ${name}.\n\n${USAGE}`);
  process.exitCode = isHelp ? 0 : 1;
}
