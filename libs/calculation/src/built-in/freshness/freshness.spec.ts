import { addMicros, collector } from "@binnacle/contract";
import { NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { computeOn } from "../../in-memory/compute-on.js";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { Freshness } from "./freshness.js";

const NOW = "2026-06-02T12:00:00.000000Z";
const MINUTE = 60_000_000;
const ago = (minutes: number) => addMicros(NOW, -minutes * MINUTE);

const instance = (name: string) => ({ type: "ServiceInstance", name });
const snapshot = (name: string, type: string, minutes: number, value: unknown = 1) => ({
  kind: "reading",
  resource: instance(name),
  type,
  value,
  collectedOn: ago(minutes),
});
const samples = (name: string, type: string, minutes: number[]) =>
  minutes.map((each) => ({ ...snapshot(name, type, each, each), storageMode: "TIME_SERIES" }));
const run = (source: string, minutes: number, more: object = {}) => ({
  kind: "reading",
  resource: collector(source),
  type: "CollectorRun",
  collectedOn: ago(minutes),
  value: { startedOn: ago(minutes + 1), endedOn: ago(minutes), outcome: "ok", records: 5 },
  ...more,
});

const freshness = async (
  records: readonly { source: string; records: readonly unknown[] }[],
  given: Record<string, string | string[]> = {},
) => {
  const catalog = new InMemoryCatalog();
  for (const each of records) catalog.add(each.records, each.source);
  const { result, isPartial } = await computeOn(catalog, new Freshness(), given, NOW);
  return { ...(result as any), isPartial, calls: catalog.calls };
};

describe(Freshness.name, () => {
  it("knows the usual interval of a series, and when the next one was due", async () => {
    const { items, counts } = await freshness([
      { source: "punctual", records: samples("a", "Sample", [1, 2, 3, 4, 30, 31]) },
      { source: "silent", records: samples("b", "Sample", [10, 11, 12, 13, 14]) },
    ]);
    expect(counts).toEqual({ late: 1, ok: 1, unknown: 0 });
    expect(items).toEqual([
      {
        source: "silent",
        readingType: "Sample",
        storageMode: "TIME_SERIES",
        resources: 1,
        newestOn: ago(10),
        oldestOn: ago(10),
        intervalSeconds: 60,
        basis: "series",
        state: "late",
        expectedOn: ago(9),
        lateAfter: ago(8),
        lateBySeconds: 540,
      },
      expect.objectContaining({ source: "punctual", intervalSeconds: 60, state: "ok", lateBySeconds: null }),
    ]);
  });

  it("gives time to what comes irregularly, as long as it usually took", async () => {
    const irregular = samples("a", "Event", [50, 51, 52, 53, 54, 154, 254, 354]);
    const { items } = await freshness([{ source: "events", records: irregular }]);
    expect(items).toMatchObject([{ intervalSeconds: 60, state: "ok", lateAfter: ago(-50) }]);
  });

  it("takes the interval of a snapshot from a series of its type, else from the runs of its source", async () => {
    const history = [1, 2, 3, 4].map((each) => run("hourly", each * 60, { storageMode: "TIME_SERIES" }));
    const { items, sources } = await freshness([
      { source: "kept", records: [snapshot("a", "Info", 10), ...samples("a", "Info", [10, 12, 14, 16])] },
      {
        source: "hourly",
        records: [snapshot("a", "Other", 150), snapshot("b", "Other", 300), run("hourly", 60), ...history],
      },
      { source: "unknown", records: [snapshot("c", "Other", 5)] },
    ]);
    const find = (source: string, storageMode = "SNAPSHOT", type?: string) =>
      items.find(
        (each: any) =>
          each.source === source &&
          each.storageMode === storageMode &&
          (type === undefined || each.readingType === type),
      );
    expect(find("kept")).toMatchObject({ intervalSeconds: 120, basis: "series", state: "late", lateBySeconds: 480 });
    expect(find("hourly", "SNAPSHOT", "Other")).toMatchObject({
      resources: 2,
      newestOn: ago(150),
      oldestOn: ago(300),
      intervalSeconds: 3600,
      basis: "runs",
      state: "late",
    });
    expect(find("unknown")).toMatchObject({ intervalSeconds: null, basis: null, state: "unknown", expectedOn: null });
    expect(sources).toEqual([
      {
        name: "hourly",
        lastRun: { startedOn: ago(61), endedOn: ago(60), outcome: "ok", records: 5 },
        late: 1,
      },
      { name: "kept", lastRun: null, late: 2 },
      { name: "unknown", lastRun: null, late: 0 },
    ]);
  });

  it("takes a given interval and tolerance for what has none, and keeps to what is asked for", async () => {
    const records = [
      { source: "x", records: [snapshot("a", "Info", 10), snapshot("a", "Other", 70)] },
      { source: "y", records: [snapshot("b", "Info", 200)] },
    ];
    const given = { defaultInterval: "PT1H" };
    expect((await freshness(records, given)).counts).toEqual({ late: 1, ok: 2, unknown: 0 });
    expect((await freshness(records, { ...given, tolerance: "1" })).counts).toEqual({ late: 2, ok: 1, unknown: 0 });
    const some = await freshness(records, { ...given, source: "x", state: ["late", "unknown"], tolerance: "1" });
    expect(some.items).toMatchObject([{ source: "x", readingType: "Other", basis: "given", intervalSeconds: 3600 }]);
    expect((await freshness(records, { readingType: "Other" })).items).toMatchObject([{ readingType: "Other" }]);
  });

  it("looks at Resources and what lies below them, round a cycle of parents too", async () => {
    const child = (name: string, parent: string) => ({ kind: "resource", ...instance(name), parent: instance(parent) });
    const records = [
      child("b", "a"),
      child("a", "b"),
      snapshot("a", "Info", 1),
      snapshot("b", "Info", 2),
      snapshot("c", "Info", 3),
      ...samples("b", "Sample", [1, 2]),
    ];
    const given = { resourceType: "ServiceInstance", resourceName: "a" };
    const own = await freshness([{ source: "x", records }], given);
    expect(own.items).toMatchObject([{ readingType: "Info", resources: 1 }]);
    const all = await freshness([{ source: "x", records }], { ...given, descendants: "true" });
    expect(all.items).toMatchObject([{ resources: 2, oldestOn: ago(2) }, { readingType: "Sample" }]);
    await expect(freshness([], given)).rejects.toThrow(NotFoundError);
    await expect(freshness([], { resourceType: "A" })).rejects.toThrow("resourceName is required with resourceType");
  });

  it("does not trip over what is no run, and says when it looked at a sample only", async () => {
    const wrong = [1, null, { outcome: "ok" }, { startedOn: "x", endedOn: ago(1), outcome: "ok", records: 1 }];
    for (const value of wrong) {
      const { sources } = await freshness([{ source: "x", records: [run("x", 1, { value })] }]);
      expect(sources).toMatchObject([{ name: "x", lastRun: null }]);
    }
    const many = Array.from({ length: 5_001 }, (_, index) => snapshot(`n${index}`, "Info", 1));
    expect(await freshness([{ source: "x", records: many }])).toMatchObject({
      isPartial: true,
      calls: ["collectionTimes", "snapshots", "collectionTimes"],
    });
  });
});
