import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_MS = 60_000;

/**
 * Waits for what comes about by itself.
 * @throws Error if it does not come true in time
 */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${condition.toString()}`);
    await sleep(5);
  }
}
