import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fault, Injection } from "../endure.js";

const DISK_FULL = "No space left on device";
const LEAST_MS = 20_000;
/** Uses up the files that PostgreSQL keeps in store for its log: without a next one it cannot go on at all. */
const USE_UP_LOG = "SELECT pg_logical_emit_message(false, 'chaos', ''), pg_switch_wal()";

/** The disk of PostgreSQL is full for a while, so that it refuses to write so many `times`, and in the end ends. */
export function fillDisk(times: number): Fault {
  return { name: "PostgreSQL's disk full", inject: (stack) => fill(stack, times) };
}

async function fill({ disk, database }: ChaosStack, times: number): Promise<Injection[]> {
  if (!disk) return [{ fault: "disk full: skipped, mounting a tmpfs is not permitted here", times: 0 }];
  const before = await database.countInLog(DISK_FULL);
  const refused = async (): Promise<number> => (await database.countInLog(DISK_FULL)) - before;
  const freed = new AbortController();
  const keptUp = database.keepUp(freed.signal);
  const startedAt = Date.now();
  try {
    while (Date.now() - startedAt < LEAST_MS || (await refused()) < times) {
      await disk.fill();
      await sleep(500);
      await database.query(USE_UP_LOG).catch(() => undefined);
    }
  } finally {
    await disk.free();
    await sleep(1_000);
    freed.abort();
  }
  const restarts = await keptUp;
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  return [
    { fault: `write refused in ${seconds} s of a full disk`, times: await refused() },
    { fault: "PostgreSQL ended by the full disk, and started again", times: restarts },
  ];
}
