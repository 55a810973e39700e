import { setTimeout as sleep } from "node:timers/promises";
import { CRASH_POINTS } from "../crash-points.js";
import { CrashPlan } from "../crash-plan.js";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fault, Injection } from "../endure.js";

/** The messages of a killed sink come again this soon, so that hundreds of deaths take minutes, not hours. */
const VISIBILITY_SECONDS = 2;
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
  while (!plan.isDone) await sleep(100);
  // Those that are still armed are replaced by others that are not.
  stack.crashSinks(plan);
  queue.proxy.visibilitySeconds = undefined;
  return plan.counts().map(([point, hits]) => ({ fault: `kill -9 of a sink ${point}`, times: hits }));
}
