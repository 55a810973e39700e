import { describe, expect, it } from "@jest/globals";
import type { AcceptedReading, AcceptedRecord, IdentifiedResource } from "./accepted-record.js";
import { snapshotKey, type CatalogState, type StoredResource } from "./catalog-state.js";
import { planBatch } from "./plan-batch.js";
import { changesOf } from "./changes-of.js";

const t = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const service = (name: string): IdentifiedResource => ({ id: `id-${name}`, type: "Service", name });

const resource = (name: string, second: number, parent?: string | null): AcceptedRecord => ({
  kind: "resource",
  resource: service(name),
  parent: parent ? service(parent) : (parent as null | undefined),
  on: t(second),
  expiresOn: "infinity",
  source: "team",
});

const removal = (name: string, second: number): AcceptedRecord => ({
  kind: "removal",
  resource: service(name),
  on: t(second),
  source: "team",
});

const reading = (name: string, second: number, text: string, more: Partial<AcceptedReading> = {}): AcceptedReading => ({
  kind: "reading",
  resource: service(name),
  type: "HealthCheck",
  storageMode: "SNAPSHOT",
  text,
  digest: `digest-${text}`,
  references: [],
  on: t(second),
  source: "team",
  ...more,
});

const sample = (name: string, second: number, type = "Sample"): AcceptedReading =>
  reading(name, second, "1", { storageMode: "TIME_SERIES", type });

const stored = (more: Partial<StoredResource> = {}): StoredResource => ({
  mentionedOn: t(1),
  declaredOn: "-infinity",
  expiresOn: "-infinity",
  parentSetOn: "-infinity",
  parentId: null,
  removedOn: "-infinity",
  publishedRemovalOn: "-infinity",
  shownSnapshots: new Map(),
  childOn: "-infinity",
  ...more,
});

function state(resources: Record<string, StoredResource>, ...former: string[]): CatalogState {
  const entries = Object.entries(resources);
  const isFormer = ([name]: [string, unknown]): boolean => former.includes(name);
  return {
    resources: new Map(entries.filter((entry) => !isFormer(entry)).map(([name, row]) => [`id-${name}`, row])),
    formerParents: new Map(entries.filter(isFormer).map(([name, row]) => [`id-${name}`, { ...service(name), ...row }])),
    snapshots: new Map(),
  };
}

/** What the records change, as `name kind types`; every series row is new, unless none is. */
function changes(records: AcceptedRecord[], before = state({}), { isNew = true } = {}): string[] {
  const plan = planBatch(records, before);
  const series = new Set(isNew ? plan.series : []);
  return changesOf(plan, { series, sweeps: new Set() }).map(({ resourceId, resourceType, kind, readingTypes }) =>
    [resourceId.replace("id-", ""), resourceType, kind, ...readingTypes].join(" "),
  );
}

const known = { a: stored({ declaredOn: t(2), removedOn: "-infinity" }) };

describe(changesOf.name, () => {
  it("tells of Resources that came into being, with their readings' types, sorted", () => {
    const records = [resource("b", 1, "p"), sample("a", 1), reading("a", 1, "1"), reading("a", 2, "2")];
    expect(changes(records)).toEqual([
      "a Service created HealthCheck Sample",
      "b Service created",
      "p Service created",
    ]);
  });

  it("says nothing where only times move, or nothing was new", () => {
    const before = state(known);
    before.snapshots.set(snapshotKey({ resourceId: "id-a", type: "HealthCheck" }), {
      collectedOn: t(2),
      digest: "digest-1",
      source: "team",
    });
    const records = [resource("a", 3), reading("a", 3, "1", { source: "z" }), reading("a", 1, "2"), sample("a", 3)];
    expect(changes(records, before, { isNew: false })).toEqual([]);
    expect(changes(records, before)).toEqual(["a Service changed Sample"]);
    expect(changes([reading("a", 3, "2")], before)).toEqual(["a Service changed HealthCheck"]);
    // There and back again.
    expect(changes([reading("a", 3, "2"), reading("a", 4, "1")], before)).toEqual([]);
  });

  it("tells of another parent, and of the first own record", () => {
    expect(changes([resource("a", 3, "p")], state({ ...known, p: stored() }))).toEqual(["a Service changed"]);
    expect(changes([resource("a", 3)], state({ a: stored() }))).toEqual(["a Service changed"]);
  });

  it("tells of removals, and of no reading of an absent Resource", () => {
    expect(changes([removal("a", 3), sample("a", 4), reading("a", 3, "1")], state(known))).toEqual([
      "a Service removed",
    ]);
    expect(changes([resource("b", 1), removal("b", 3), removal("c", 3)])).toEqual([]);
    expect(changes([sample("a", 5)], state({ a: stored({ removedOn: t(3) }) }))).toEqual([]);
  });

  it("tells of the types that a removal hides where the Resource stays", () => {
    const shown = new Map([
      ["Old", t(2)],
      ["HealthCheck", t(2)],
      ["New", t(6)],
    ]);
    const before = state({ a: stored({ declaredOn: t(7), shownSnapshots: shown }) });
    before.snapshots.set(snapshotKey({ resourceId: "id-a", type: "HealthCheck" }), {
      collectedOn: t(2),
      digest: "digest-1",
      source: "team",
    });
    expect(changes([removal("a", 5)], before)).toEqual(["a Service changed HealthCheck Old"]);
    expect(changes([removal("a", 5), reading("a", 6, "1")], before)).toEqual(["a Service changed Old"]);
  });

  it("tells of removed parents that a child brings back, and lets go again", () => {
    const removed = stored({ removedOn: t(3) });
    const child = stored({ declaredOn: t(4), parentSetOn: t(4), parentId: "id-p" });
    expect(changes([resource("b", 4, "p")], state({ p: removed }))).toEqual(["b Service created", "p Service created"]);
    expect(changes([resource("b", 5, "q")], state({ b: child, p: removed }, "p"))).toEqual([
      "b Service changed",
      "p Service removed",
      "q Service created",
    ]);
    expect(changes([removal("b", 5)], state({ b: child, p: removed }, "p"))).toEqual([
      "b Service removed",
      "p Service removed",
    ]);
    const heldByAnother = { ...removed, childOn: t(4) };
    expect(changes([removal("b", 5)], state({ b: child, p: heldByAnother }, "p"))).toEqual(["b Service removed"]);
  });
});
