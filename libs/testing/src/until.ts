import { setTimeout as sleep } from "node:timers/promises";

/** Long, for a machine that does much else; a condition that comes about costs no more than it takes. */
const LONGEST_MS = 60_000;
const PAUSE_MS = 10;

/**
 * Waits for what comes about by itself; `what` completes the sentence "waited in vain until ...".
 * @throws Error if it does not come about in time
 */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LONGEST_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await sleep(PAUSE_MS);
  }
}
