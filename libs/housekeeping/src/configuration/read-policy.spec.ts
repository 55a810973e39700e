import "reflect-metadata";
import { describe, expect, it } from "@jest/globals";
import { describeRule } from "../describe-rule.js";
import { heldBecause } from "../guard.js";
import { readPolicy } from "./read-policy.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe(readPolicy.name, () => {
  it("has only what surprises nobody by default: leases, sweeps, and bookkeeping", () => {
    const { rules, series, keep, undoFor, probe } = readPolicy({}, "test");
    expect(rules.map(({ name, guard }) => [name, guard])).toEqual([
      ["leases", { share: 0.2, count: Infinity, upTo: 0 }],
      ["sweeps", { share: 0.2, count: Infinity, upTo: 0 }],
    ]);
    expect({ series, undoFor, probe }).toEqual({
      series: [],
      undoFor: DAY,
      probe: { every: 60_000, margin: 15 * 60_000 },
    });
    expect(keep).toEqual({
      rejections: 365 * DAY,
      changes: DAY,
      sweeps: 7 * DAY,
      runs: 90 * DAY,
      tombstones: 400 * DAY,
      audit: 400 * DAY,
    });
  });

  it("reads rules in their order, each with its own guard over the common one", () => {
    const { rules } = readPolicy(
      {
        guard: { share: 0.5, upTo: 3 },
        leases: { enabled: false },
        sweeps: { guard: { count: 10 } },
        rules: [
          {
            name: "silent",
            type: "ServiceInstance",
            createdBefore: "2h",
            withoutReading: { types: ["HealthCheck", "InstanceInfo"], for: "90m" },
            children: true,
            guard: { share: 1 },
          },
        ],
        orphans: { after: "30d" },
        undeclared: { after: "7d", types: ["Service"] },
      },
      "test",
    );
    expect(rules.map(({ name, guard }) => [name, guard])).toEqual([
      ["sweeps", { share: 0.5, count: 10, upTo: 3 }],
      ["silent", { share: 1, count: Infinity, upTo: 3 }],
      ["orphans", { share: 0.5, count: Infinity, upTo: 3 }],
      ["undeclared", { share: 0.5, count: Infinity, upTo: 3 }],
    ]);
    expect(rules.map(describeRule)).toEqual([
      "sweeps have withdrawn every claim to it",
      "created more than 2h ago, and no HealthCheck or InstanceInfo for 90m, with everything below it",
      "its parent is absent, and nothing was said of it for 30d",
      "no resource record of its own, and nothing was said of it for 7d",
    ]);
  });

  it("refuses what does not go together", () => {
    const faulty = { keep: { rejections: "401d" }, series: [{ type: "HealthCheck" }] };
    expect(() => readPolicy(faulty, "binnacle.yaml")).toThrow(
      "binnacle.yaml: housekeeping.keep.rejections must be at most keep.tombstones\n" +
        "binnacle.yaml: housekeeping.series[0] must say keepFor, keepLast or thinOut",
    );
  });
});

describe(heldBecause.name, () => {
  const guard = { share: 0.2, count: 50, upTo: 2 };
  const of = (count: number, total: number) => [{ type: "Service", count, total }];

  it("holds more than the share, or than the count, of any type", () => {
    expect(heldBecause(of(20, 100), guard)).toBeUndefined();
    expect(heldBecause(of(21, 100), guard)).toBe("it would remove 21 of 100 Service, more than 20 % or 50");
    expect(heldBecause(of(51, 10_000), guard)).toContain("51 of 10000");
    expect(heldBecause([...of(1, 100), { type: "Thread", count: 9, total: 9 }], guard)).toContain("9 of 9 Thread");
  });

  it("lets a few go, whatever share they are", () => {
    expect(heldBecause(of(2, 2), guard)).toBeUndefined();
    expect(heldBecause(of(3, 3), guard)).toBeDefined();
  });
});
