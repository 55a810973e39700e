import { parseArgs } from "node:util";
import { ChaosStack } from "./chaos-stack.js";
import { endure, type Fault, type Ordeal } from "./endure.js";
import { breakQueue } from "./faults/break-queue.js";
import { collide } from "./faults/collide.js";
import { crashAtPoints } from "./faults/crash-at-points.js";
import { cutConnections } from "./faults/cut-connections.js";
import { fillDisk } from "./faults/fill-disk.js";
import { outlastReceives } from "./faults/outlast-receives.js";
import { stopPostgres } from "./faults/stop-postgres.js";
import { workUndisturbed } from "./faults/work-undisturbed.js";
import { ordealTable } from "./ordeal-table.js";

const USAGE =
  "Usage: npm run chaos -- [--seed N] [--records N] [--times N] [--sinks N] [--only PART_OF_A_FAULT'S_NAME]";
/** Holds the database, its log and what a run writes; filled to the last byte on the way. */
const DISK_MIB = 512;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    records: { type: "string", default: "20000" },
    times: { type: "string", default: "20" },
    sinks: { type: "string", default: "4" },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

function faultsOf(times: number, records: number): Fault[] {
  return [
    stopPostgres(Math.ceil(times / 4)),
    cutConnections(times * 5),
    collide(times),
    breakQueue({ times: times * 2, stalls: Math.ceil(times / 5) }),
    fillDisk(times),
    outlastReceives({ maxReceives: 3 }),
    crashAtPoints(times),
    workUndisturbed(records),
  ];
}

async function run(seed: number): Promise<boolean> {
  const faults = faultsOf(Number(values.times), Number(values.records)).filter(({ name }) =>
    name.includes(values.only),
  );
  if (faults.length === 0) throw new Error(`no fault's name has "${values.only}" in it`);
  const starting = ChaosStack.start({ seed, sinks: Number(values.sinks), diskMiB: DISK_MIB });
  const interrupted = (): void => void starting.then((stack) => stack.stop()).finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  const stack = await starting;
  const ordeals: Ordeal[] = [];
  try {
    for (const fault of faults) {
      console.log(`${new Date().toISOString()} ${fault.name} …`);
      const ordeal = await endure(stack, fault);
      ordeals.push(ordeal);
      for (const finding of ordeal.findings) console.log(finding);
    }
    const { workload } = stack;
    console.log(`\n${ordealTable(ordeals)}\n`);
    console.log(
      `${workload.records} records in ${workload.messages} messages, ${workload.expected().size} rows held against the model`,
    );
  } finally {
    await stack.stop();
  }
  return ordeals.every(({ findings }) => findings.length === 0);
}

if (values.help) {
  console.log(USAGE);
} else {
  const seed = Number(values.seed);
  console.log(`seed ${seed}`);
  const isSurvived = await run(seed);
  console.log(isSurvived ? "survived, with no difference to the model" : `NOT survived; again with --seed ${seed}`);
  process.exit(isSurvived ? 0 : 1);
}
