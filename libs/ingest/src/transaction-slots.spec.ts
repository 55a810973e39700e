import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { TransactionSlots } from "./transaction-slots.js";

const MIB = 1024 * 1024;

describe(TransactionSlots.name, () => {
  it("lets in as many as it has slots for, in the order in which they came", async () => {
    const slots = new TransactionSlots(2);
    const entered: string[] = [];
    const enter = (name: string): Promise<void> => slots.take(1).then(() => void entered.push(name));
    const all = ["a", "b", "c", "d"].map(enter);
    await Promise.all(all.slice(0, 2));
    expect(entered).toEqual(["a", "b"]);
    slots.giveBack(1);
    await all[2];
    expect(entered).toEqual(["a", "b", "c"]);
    slots.giveBack(1);
    await all[3];
    expect(entered).toEqual(["a", "b", "c", "d"]);
  });

  it("never holds more than its slots or, but for one that stands alone, 8 MiB, and lets everybody in", async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 12 * MIB }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 4 }), async (all, limit) => {
        const slots = new TransactionSlots(limit);
        const underWay: number[] = [];
        const order: number[] = [];
        await Promise.all(
          all.map(async (size, index) => {
            await slots.take(size);
            order.push(index);
            underWay.push(size);
            expect(underWay.length).toBeLessThanOrEqual(limit);
            const sum = underWay.reduce((total, each) => total + each, 0);
            expect(underWay.length === 1 || sum <= 8 * MIB).toBe(true);
            await new Promise(setImmediate);
            underWay.splice(underWay.indexOf(size), 1);
            slots.giveBack(size);
          }),
        );
        expect(order).toEqual(all.map((_, index) => index));
      }),
    );
  });
});
