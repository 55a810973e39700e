import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fault, Injection } from "../endure.js";

/** PostgreSQL is stopped immediately, or killed, and started again: it recovers from its log, the sinks from that. */
export function stopPostgres(times: number): Fault {
  return { name: "PostgreSQL stopped and started", inject: (stack) => stopAndStart(stack, times) };
}

async function stopAndStart({ database, random }: ChaosStack, times: number): Promise<Injection[]> {
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    for (let time = 0; time < times; time++) {
      await sleep(500 + random.below(1_500));
      await database.kill(signal);
      await sleep(random.below(1_000));
      await database.startAgain();
    }
  }
  return [
    { fault: "PostgreSQL stopped immediately (SIGQUIT)", times },
    { fault: "kill -9 of PostgreSQL", times },
  ];
}
