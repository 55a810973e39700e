import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosStack } from "./chaos-stack.js";

/** What was done, and how often. */
export interface Injection {
  fault: string;
  times: number;
}

/** A way in which things go wrong while records are published. */
export interface Fault {
  name: string;
  /** Returns when everything works again, as far as it was broken from outside. */
  inject(stack: ChaosStack): Promise<Injection[]>;
}

/** A fault, survived or not. */
export interface Ordeal {
  name: string;
  injections: Injection[];
  /** Records that were published meanwhile, duplicates apart. */
  records: number;
  /** From the end of the fault until everything that was published was stored and deleted; without a hand. */
  recoverySeconds: number;
  /** What is wrong: nothing, if it was survived. */
  findings: string[];
}

const RECOVERY_LIMIT_MS = 180_000;
/** Of differences, enough to see what kind they are of. */
const SHOWN = 12;

/** Injects a fault under load, waits until the sinks have recovered, and holds the catalog against the model. */
export async function endure(stack: ChaosStack, fault: Fault): Promise<Ordeal> {
  const before = stack.workload.records;
  stack.load.start();
  let injections: Injection[];
  try {
    injections = await fault.inject(stack);
  } finally {
    await stack.load.stop();
  }
  const startedAt = performance.now();
  const left = await drained(stack);
  return {
    name: fault.name,
    injections,
    records: stack.workload.records - before,
    recoverySeconds: (performance.now() - startedAt) / 1_000,
    findings: [...left, ...(await findings(stack))],
  };
}

async function drained(stack: ChaosStack): Promise<string[]> {
  const deadline = Date.now() + RECOVERY_LIMIT_MS;
  for (;;) {
    const { visible, hidden } = await stack.queue.depth();
    if (visible + hidden === 0) return [];
    if (Date.now() > deadline)
      return [`${visible} messages wait and ${hidden} are hidden after ${RECOVERY_LIMIT_MS} ms`];
    await sleep(50);
  }
}

async function findings(stack: ChaosStack): Promise<string[]> {
  const differences = await stack.differences();
  const deadLetters = await stack.queue.deadLetters();
  return [
    ...stack.sinks.flatMap(({ unexpected }) => unexpected.splice(0).map((end) => `a sink ended by itself: ${end}`)),
    ...(deadLetters > 0 ? [`${deadLetters} messages are in the dead-letter queue`] : []),
    ...(differences.length > SHOWN ? [`${differences.length} differences to the model, of them:`] : []),
    ...differences.slice(0, SHOWN),
  ];
}
