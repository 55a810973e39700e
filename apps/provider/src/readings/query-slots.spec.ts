import { describe, expect, it } from "@jest/globals";
import { RateLimitedError } from "../request-errors.js";
import { QuerySlots } from "./query-slots.js";

describe(QuerySlots.name, () => {
  const hold = () => Promise.withResolvers<string>();

  it("refuses who has as many running as there are slots, and nobody else", async () => {
    const slots = new QuerySlots(2);
    const [one, two] = [hold(), hold()];
    const running = [slots.take("a", () => one.promise), slots.take("a", () => two.promise)];
    await expect(slots.take("a", async () => "third")).rejects.toThrow(RateLimitedError);
    expect(await slots.take("b", async () => "other")).toBe("other");
    one.reject(new Error("failed"));
    await expect(running[0]).rejects.toThrow("failed");
    expect(await slots.take("a", async () => "after a failure")).toBe("after a failure");
    two.resolve("second");
    expect(await running[1]).toBe("second");
  });

  it("lets who waits have the next slot that is free", async () => {
    const slots = new QuerySlots(1);
    const first = hold();
    const order: string[] = [];
    const running = slots.take("a", () => first.promise);
    const waiting = slots.take("a", async () => order.push("waited"), { waits: true });
    await expect(slots.take("a", async () => "refused")).rejects.toThrow(RateLimitedError);
    order.push("first ends");
    first.resolve("");
    await Promise.all([running, waiting]);
    expect(order).toEqual(["first ends", "waited"]);
    expect(await slots.take("a", async () => "free again")).toBe("free again");
  });
});
