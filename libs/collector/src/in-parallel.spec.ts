import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { inParallel } from "./in-parallel.js";

describe(inParallel.name, () => {
  it("gives results as they come in, never with more at work than it may", async () => {
    let [going, most] = [0, 0];
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
    const results = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
      most = Math.max(most, ++going);
      await gates[item]!.promise;
      going--;
      return item;
    });
    const order: number[] = [];
    for (const opened of [1, 0, 2, 4, 3]) {
      gates[opened]!.resolve();
      // The fourth and the fifth are both at work only once the third is done.
      const { value } = (await results.next()) as { value: number };
      order.push(value);
    }
    expect(order).toEqual([1, 0, 2, 4, 3]);
    expect(most).toBe(2);
    expect((await results.next()).done).toBe(true);
  });

  it("takes a list that comes in pieces, and takes from it no more than it has room for", async () => {
    let taken = 0;
    async function* items() {
      for (;;) yield ++taken;
    }
    for await (const item of inParallel(items(), 3, async (item) => item)) if (item === 5) break;
    expect(taken).toBeLessThanOrEqual(8);
  });

  it("ends at the first error, whatever happens to the others", async () => {
    const work = async (item: number): Promise<number> => {
      await wait(item);
      throw new Error(`no ${item}`);
    };
    await expect(Array.fromAsync(inParallel([20, 1, 5], 3, work))).rejects.toThrow("no 1");
    await wait(30);
  });
});
