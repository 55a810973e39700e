import { describe, expect, it } from "@jest/globals";
import type { AcceptedReading, AcceptedRecord, IdentifiedResource } from "./accepted-record.js";
import { snapshotKey, type CatalogState } from "./catalog-state.js";
import { planBatch } from "./plan-batch.js";
import { talliesOf } from "./tallies-of.js";

const t = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const service = (name: string): IdentifiedResource => ({ id: `id-${name}`, type: "Service", name });
const common = { on: t(5), source: "team" };
const reading = (name: string, storageMode: AcceptedReading["storageMode"], text = "1"): AcceptedRecord => ({
  ...common,
  kind: "reading",
  resource: service(name),
  type: "HealthCheck",
  storageMode,
  text,
  digest: `digest-${text}`,
  references: [],
});

describe(talliesOf.name, () => {
  it("counts rows that were not there, tombstones too, and keeps the newest time of rows that were", () => {
    const state: CatalogState = { resources: new Map(), formerParents: new Map(), snapshots: new Map() };
    const key = { resourceId: "id-old", type: "HealthCheck" };
    state.snapshots.set(snapshotKey(key), { collectedOn: t(1), digest: "digest-1", source: "team" });
    const never = {
      declaredOn: "-infinity",
      expiresOn: "-infinity",
      parentSetOn: "-infinity",
      removedOn: "-infinity",
      publishedRemovalOn: "-infinity",
    };
    const old = { ...never, mentionedOn: t(1), parentId: null, shownSnapshots: new Map(), childOn: "-infinity" };
    state.resources.set("id-old", old);
    const parent = undefined;
    const lambda = { id: "id-lambda", type: "Lambda", name: "lambda" };
    const records: AcceptedRecord[] = [
      { ...common, kind: "removal", resource: service("tombstone") },
      { ...common, kind: "resource", resource: service("old"), parent, expiresOn: "infinity", on: t(7) },
      reading("old", "SNAPSHOT"),
      reading("new", "SNAPSHOT"),
      { ...common, kind: "resource", resource: lambda, parent, expiresOn: "infinity" },
      { ...reading("lambda", "SNAPSHOT"), resource: lambda } as AcceptedRecord,
      reading("new", "TIME_SERIES"),
      reading("new", "TIME_SERIES", "2"),
    ];
    const plan = planBatch(records, state);
    expect(talliesOf(plan, { series: new Set(plan.series.slice(1)), sweeps: new Set() })).toEqual([
      { kind: "resource", type: "Lambda", resourceType: null, count: 1, newest: t(5) },
      { kind: "resource", type: "Service", resourceType: null, count: 2, newest: t(7) },
      { kind: "snapshot", type: "HealthCheck", resourceType: "Lambda", count: 1, newest: t(5) },
      { kind: "snapshot", type: "HealthCheck", resourceType: "Service", count: 1, newest: t(5) },
      { kind: "series", type: "HealthCheck", resourceType: null, count: 1, newest: t(5) },
    ]);
    // Where nothing is added and no time of a type moves, nothing is said.
    expect(talliesOf(planBatch([records[0]!], state), { series: new Set(), sweeps: new Set() })).toEqual([
      { kind: "resource", type: "Service", resourceType: null, count: 1, newest: "-infinity" },
    ]);
  });
});
