import { TransientError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { RateLimitedError } from "../request-errors.js";
import { StreamSlots } from "./stream-slots.js";

describe(StreamSlots.name, () => {
  it("has so many for each principal, and so many in all", () => {
    const slots = new StreamSlots({ perPrincipal: 2, perProcess: 3 });
    const free = slots.take("a");
    slots.take("a");
    expect(() => slots.take("a")).toThrow(RateLimitedError);
    slots.take("b");
    expect(() => slots.take("b")).toThrow(TransientError);
    expect(slots.size).toBe(3);
    free();
    free();
    expect(slots.size).toBe(2);
    slots.take("b");
    expect(() => slots.take("a")).toThrow(TransientError);
  });
});
