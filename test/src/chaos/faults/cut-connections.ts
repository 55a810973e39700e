import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fault, Injection } from "../endure.js";

const TERMINATE = `
SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity WHERE application_name = 'binnacle-sink'`;

/** Connections of sinks end in the middle of their work: by PostgreSQL, and by what lies between. */
export function cutConnections(times: number): Fault {
  return { name: "connections to PostgreSQL cut", inject: (stack) => cut(stack, times) };
}

async function cut({ database, random }: ChaosStack, times: number): Promise<Injection[]> {
  let terminated = 0;
  let reset = 0;
  // What ended without a connection open is not counted.
  while (terminated < times || reset < times) {
    await sleep(20 + random.below(400));
    const [row] = await database.query<{ ended: number }>(TERMINATE);
    terminated += row!.ended;
    await sleep(20 + random.below(400));
    reset += database.proxy.cut();
  }
  return [
    { fault: "connection ended by pg_terminate_backend", times: terminated },
    { fault: "connection to PostgreSQL reset", times: reset },
  ];
}
