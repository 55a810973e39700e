import { setTimeout as sleep } from "node:timers/promises";

/** Waits until the condition holds. Gives up after a minute, for a test that would wait for ever otherwise. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > deadline) {
      throw new Error(`never came true: ${condition.toString()}`);
    }
    await sleep(10);
  }
}
