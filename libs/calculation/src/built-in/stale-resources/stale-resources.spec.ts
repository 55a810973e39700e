import { describe, expect, it } from "@jest/globals";
import type { HousekeepingOutlook } from "../../catalog/catalog-items.js";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { faultyExamples, runBuiltIn } from "../testing/run-built-in.js";
import { StaleResources, type StaleResourcesResult } from "./stale-resources.js";

const ON = "2026-05-01T00:00:00.000000Z";
const candidate = (name: string, type = "ServiceInstance") => ({
  id: "55a5c417-db28-50db-ae63-9ee7ba29a18f",
  type,
  name,
  removedOn: ON,
  dueOn: ON,
  reason: "its lease ended",
});
const OUTLOOK: HousekeepingOutlook = {
  horizon: ON,
  isWaiting: false,
  distrustedSources: ["team/k8s"],
  removals: [
    {
      rule: "leases",
      description: "the lease ran out",
      resourceType: "ServiceInstance",
      counts: [{ type: "ServiceInstance", count: 2, total: 9 }],
      heldBecause: null,
      candidates: [candidate("a"), candidate("b")],
    },
    {
      rule: "orphans",
      description: "its parent is absent",
      resourceType: "Lambda",
      counts: [{ type: "Lambda", count: 1, total: 1 }],
      heldBecause: "it would remove 1 of 1 Lambda, more than 20 %",
      candidates: [candidate("c", "Lambda")],
    },
  ],
};

describe(StaleResources.name, () => {
  const run = (given: Record<string, string | string[]> = {}, housekeeping = OUTLOOK) =>
    runBuiltIn<StaleResourcesResult>(new InMemoryCatalog({ housekeeping }), "stale-resources", given);
  const names = ({ result }: { result: StaleResourcesResult }) =>
    result.groups.map(({ resources }) => resources.map(({ name }) => name));

  it("tells by rule and type what would go, and what would wait for approval", async () => {
    const outcome = await run();
    expect(names(outcome)).toEqual([["a", "b"], ["c"]]);
    expect(outcome.result).toMatchObject({ seenUntil: ON, isWaiting: false, distrustedSources: ["team/k8s"] });
    expect(outcome.result.groups.map(({ heldBecause }) => heldBecause)).toEqual([
      null,
      "it would remove 1 of 1 Lambda, more than 20 %",
    ]);
    expect(outcome.isPartial).toBe(false);
  });

  it("tells of some rules or types only", async () => {
    expect(names(await run({ rule: ["orphans", "unknown"] }))).toEqual([["c"]]);
    expect(names(await run({ type: ["ServiceInstance"] }))).toEqual([["a", "b"]]);
    expect(names(await run({ type: ["ServiceInstance"], rule: ["orphans"] }))).toEqual([]);
  });

  it("says when there are more than it lists, and counts them all", async () => {
    const outcome = await run({ limit: "1" });
    expect(names(outcome)).toEqual([["a"], ["c"]]);
    expect(outcome.isPartial).toBe(true);
    expect(outcome.result.groups[0]!.counts).toEqual([{ type: "ServiceInstance", count: 2, total: 9 }]);
    expect((await run({ limit: "1", type: ["Lambda"] })).isPartial).toBe(false);
  });

  it("is empty where nothing would go", async () => {
    const { result } = await runBuiltIn<StaleResourcesResult>(new InMemoryCatalog(), "stale-resources");
    expect(result).toMatchObject({ isWaiting: true, groups: [] });
  });

  it("shows an example that is as its schema says", () => {
    expect(faultyExamples("stale-resources")).toEqual([]);
  });
});
