import { describe, expect, it } from "@jest/globals";
import { CallWindow } from "./call-window.js";

const orders = { service: "orders", environment: "test" };
const target = (name: string) => ({ type: "Service", name });
const all = (window: CallWindow, now: number) =>
  [...window.current(now)].map(({ caller, value }) => [
    caller.service,
    value.calls.map((call) => `${call.resourceName} ${call.protocols.join("+")}`),
  ]);

describe(CallWindow.name, () => {
  it("forgets calls, and callers that nothing is heard of", () => {
    const window = new CallWindow({ windowMs: 100, maxCallers: 10, maxCalls: 10 });
    window.called(orders, target("payments"), "http", 0);
    window.heardOf(orders, 0);
    window.called(orders, target("stock"), "grpc", 60);
    window.called(orders, target("stock"), "http", 60);
    window.heardOf(orders, 60);
    expect(all(window, 100)).toEqual([["orders", ["payments http", "stock grpc+http"]]]);
    expect(all(window, 110)).toEqual([["orders", ["stock grpc+http"]]]);
    window.heardOf(orders, 160);
    expect(all(window, 200)).toEqual([["orders", []]]);
    expect(all(window, 300)).toEqual([]);
  });

  it("keeps no more than it may, and counts the rest", () => {
    const window = new CallWindow({ windowMs: 100, maxCallers: 2, maxCalls: 3 });
    for (let i = 0; i < 5; i++) {
      const caller = { service: `s${i}`, environment: "test" };
      window.heardOf(caller, 0);
      for (let j = 0; j < 5; j++) window.called(caller, target(`t${j}`), "http", 0);
    }
    expect(all(window, 0)).toEqual([
      ["s0", ["t0 http", "t1 http", "t2 http"]],
      ["s1", ["t0 http", "t1 http", "t2 http"]],
    ]);
    expect(window.dropped).toBe(2 * 2 + 3 * 6);
  });
});
