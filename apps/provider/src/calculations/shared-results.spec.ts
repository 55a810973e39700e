import { describe, expect, it } from "@jest/globals";
import { SharedResults, type SharedResult } from "./shared-results.js";

interface Numbered extends SharedResult {
  number: number;
}

function open(maxBytes = 800) {
  let now = 0;
  let computed = 0;
  const shared = new SharedResults<Numbered>({ maxBytes, clock: () => now });
  const result = (bytes = 10, freshFor = 100): Numbered => ({ number: ++computed, bytes, freshUntil: now + freshFor });
  return {
    shared,
    result,
    pass: (millis: number) => (now += millis),
    get: async (key: string, bytes?: number, freshFor?: number) =>
      (await shared.get(key, new AbortController().signal, async () => result(bytes, freshFor))).number,
  };
}

describe(SharedResults.name, () => {
  it("gives a result again while it is fresh, to the same request only", async () => {
    const { get, pass } = open();
    expect([await get("a"), await get("a"), await get("b")]).toEqual([1, 1, 2]);
    pass(99);
    expect(await get("a")).toBe(1);
    pass(1);
    expect([await get("a"), await get("a")]).toEqual([3, 3]);
  });

  it("makes room by what was not used for longest, and keeps nothing that is too long", async () => {
    const { get } = open(800);
    for (let index = 0; index < 8; index++) await get(`k${index}`, 100);
    expect(await get("k0")).toBe(1);
    await get("k8", 100);
    expect([await get("k0"), await get("k2"), await get("k1", 100)]).toEqual([1, 3, 10]);
    expect([await get("large", 101), await get("large", 101)]).toEqual([11, 12]);
    expect([await get("k0"), await get("stale", 10, 0), await get("stale", 10, 0)]).toEqual([1, 13, 14]);
  });

  it("computes once for all who wait, and again after a failure", async () => {
    const { shared, result } = open();
    const gate = Promise.withResolvers<void>();
    const signal = new AbortController().signal;
    let calls = 0;
    const compute = async () => {
      calls++;
      await gate.promise;
      return result();
    };
    const waiting = [1, 2, 3].map(() => shared.get("a", signal, compute));
    gate.resolve();
    expect((await Promise.all(waiting)).map(({ number }) => number)).toEqual([1, 1, 1]);
    expect(calls).toBe(1);

    const failure = new Error("no");
    const failing = [1, 2].map(() => shared.get("b", signal, () => Promise.reject(failure)));
    for (const each of failing) await expect(each).rejects.toBe(failure);
    expect(await shared.get("b", signal, async () => result())).toMatchObject({ number: 2 });
  });

  it("aborts a computation when the last one has left, not before, and starts another for who comes then", async () => {
    const { shared, result } = open();
    const callers = [new AbortController(), new AbortController()];
    const started: AbortSignal[] = [];
    const compute = (signal: AbortSignal) => {
      started.push(signal);
      return new Promise<Numbered>((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
    };
    const waiting = callers.map((caller) => shared.get("a", caller.signal, compute));
    const outcomes = waiting.map((each) => each.catch((error: unknown) => error));
    const reasons = [new Error("first"), new Error("second")];
    callers[0]!.abort(reasons[0]);
    expect(await outcomes[0]).toBe(reasons[0]);
    expect(started[0]!.aborted).toBe(false);
    callers[1]!.abort(reasons[1]);
    expect(await outcomes[1]).toBe(reasons[1]);
    expect(started[0]!.aborted).toBe(true);
    const next = shared.get("a", new AbortController().signal, async () => result());
    expect(await next).toMatchObject({ number: 1 });
    await expect(shared.get("a", callers[0]!.signal, compute)).rejects.toBe(reasons[0]);
    expect(started).toHaveLength(1);
  });
});
