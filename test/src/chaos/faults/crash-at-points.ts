import { setTimeout as sleep } from "node:timers/promises";
import { CRASH_POINTS } from "../crash-points.js";
import { CrashPlan } from "../crash-plan.js";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fault, Injection } from "../endure.js";
import { PARTITION } from "../workload.js";

/** The messages of a killed sink come again this soon, so that hundreds of deaths take minutes, not hours. */
const VISIBILITY_SECONDS = 2;
/** Everybody waits while a partition goes. */
const PARTITION_LIFE_MS = 1_500;
/** A message whose every handling is killed is, to a queue, one that kills: it must not be set aside for that here. */
const MAX_RECEIVES = 1_000;

/** `kill -9` of sinks before and after each statement of a batch, its commit and its deletion, each `times` over. */
export function crashAtPoints(times: number, points = CRASH_POINTS): Fault {
  return {
    name: "kill -9 of sinks at named points",
    inject: (stack) => crash(stack, new CrashPlan(points, times, stack.random)),
  };
}

async function crash(stack: ChaosStack, plan: CrashPlan): Promise<Injection[]> {
  const { queue } = stack;
  queue.proxy.visibilitySeconds = VISIBILITY_SECONDS;
  await queue.setMaxReceives(MAX_RECEIVES);
  stack.crashSinks(plan);
  while (!plan.isDone) {
    await dropPartition(stack);
    await stack.load.publishAgain(stack.workload.partitioned());
    await sleep(PARTITION_LIFE_MS);
  }
  // Those that are still armed are replaced by others that are not.
  stack.crashSinks(plan);
  queue.proxy.visibilitySeconds = undefined;
  return plan.counts().map(([point, hits]) => ({ fault: `kill -9 of a sink ${point}`, times: hits }));
}

/** As retention would, so that sinks have to make partitions over and over. Its rows are published again. */
async function dropPartition({ database }: ChaosStack): Promise<void> {
  await database.query(`
    DO $$ BEGIN
      IF to_regclass('${PARTITION}') IS NULL THEN RETURN; END IF;
      LOCK TABLE series IN ACCESS EXCLUSIVE MODE;
      INSERT INTO type_tally SELECT 'series', type, -count(*), max(collected_on) FROM ${PARTITION} GROUP BY type;
      INSERT INTO hidden_note (resource_id) SELECT DISTINCT resource_id FROM ${PARTITION};
      DROP TABLE ${PARTITION};
    END $$`);
}
