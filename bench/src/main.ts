import { helpOf, UsageError } from "./benchmark.js";
import { BENCHMARKS } from "./benchmarks.js";

const USAGE = [
  "Usage: npm run bench -- NAME [options]",
  "       npm run bench -- NAME --help",
  "",
  ...Object.entries(BENCHMARKS).flatMap(([name, { description, duration, options }]) => [
    `  ${name.padEnd(12)} ${description}`,
    `  ${"".padEnd(12)} takes ${duration}; ${Object.keys(options)
      .map((option) => `--${option}`)
      .join(", ")}`,
  ]),
].join("\n");

const [name, ...args] = process.argv.slice(2);
try {
  if (name === undefined || name === "--help") console.log(USAGE);
  else if (!Object.hasOwn(BENCHMARKS, name)) {
    throw new UsageError(`There is no benchmark ${name}; npm run bench -- --help lists those that there are`);
  } else if (args.includes("--help")) console.log(helpOf(name, BENCHMARKS[name]!));
  else await BENCHMARKS[name]!.run(args);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
