import { describe, expect, it } from "@jest/globals";
import type { AcceptedReading, AcceptedRecord, IdentifiedResource } from "./accepted-record.js";
import { snapshotKey, type CatalogState, type StoredResource } from "./catalog-state.js";
import type { Outcome } from "./outcome.js";
import { keysOf, planBatch, settleOutcomes } from "./plan-batch.js";

const EMPTY: CatalogState = { resources: new Map(), formerParents: new Map(), snapshots: new Map() };
const t = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const service = (name: string): IdentifiedResource => ({ id: `id-${name}`, type: "Service", name });

function resource(name: string, second: number, parent?: string | null): AcceptedRecord {
  return {
    kind: "resource",
    resource: service(name),
    parent: parent ? service(parent) : (parent as null | undefined),
    on: t(second),
    expiresOn: "infinity",
    source: "team",
  };
}

function reading(name: string, second: number, text: string, more: Partial<AcceptedReading> = {}): AcceptedReading {
  return {
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
  };
}

function sample(name: string, second: number, text: string, source = "team"): AcceptedReading {
  return reading(name, second, text, { storageMode: "TIME_SERIES", source });
}

const removal = (name: string, second: number): AcceptedRecord => ({
  kind: "removal",
  resource: service(name),
  on: t(second),
  source: "team",
});

const sweep = (second: number): AcceptedRecord => ({
  kind: "sweep",
  resourceType: "Service",
  parent: undefined,
  count: 3,
  on: t(second),
  source: "team",
});

function stored(more: Partial<StoredResource> = {}): StoredResource {
  return {
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
  };
}

const holding = (name: string, state: StoredResource): CatalogState => ({
  ...EMPTY,
  resources: new Map([[service(name).id, state]]),
  snapshots: new Map(),
});

const outcomes = (records: AcceptedRecord[], state = EMPTY): Outcome[] => planBatch(records, state).outcomes;

describe(planBatch.name, () => {
  it("creates a Resource, then finds it unchanged, changed and superseded", () => {
    expect(
      outcomes([resource("a", 2), resource("a", 2), resource("a", 3), resource("a", 4, "p"), resource("a", 1)]),
    ).toEqual(["created", "unchanged", "unchanged", "changed", "superseded"]);
  });

  it("writes a parent as a mention only, and not at all where its row would not change", () => {
    const { resources } = planBatch([resource("child", 3, "p")], holding("p", stored()));
    expect(resources.map(({ name }) => name)).toEqual(["child"]);
    const unknownParent = planBatch([resource("child", 3, "p")], EMPTY).resources.find(({ name }) => name === "p");
    expect(unknownParent).toMatchObject({ mentionedOn: t(3), declaredOn: "-infinity", removedOn: "-infinity" });
  });

  it("touches a stored snapshot whose value is the same, replaces one whose value is not, adds what is not stored", () => {
    const key = { resourceId: service("a").id, type: "HealthCheck" };
    const state: CatalogState = {
      ...holding("a", stored()),
      snapshots: new Map([[snapshotKey(key), { collectedOn: t(2), digest: "digest-1", source: "team" }]]),
    };
    const same = planBatch([reading("a", 3, "1")], state);
    expect(same).toMatchObject({ outcomes: ["unchanged"], replacements: [], additions: [] });
    expect(same.touches).toEqual([expect.objectContaining({ ...key, collectedOn: t(3) })]);

    const other = planBatch([reading("a", 3, "2")], state);
    expect(other).toMatchObject({ outcomes: ["changed"], touches: [], additions: [] });
    expect(other.replacements).toEqual([expect.objectContaining({ ...key, text: "2" })]);

    const fresh = planBatch([reading("b", 3, "1")], state);
    expect(fresh).toMatchObject({ outcomes: ["created"], touches: [], replacements: [] });
    expect(fresh.additions).toEqual([expect.objectContaining({ resourceId: service("b").id })]);
  });

  it("touches where a batch goes from a value to another and back", () => {
    const state = holding("a", stored());
    state.snapshots.set(snapshotKey({ resourceId: service("a").id, type: "HealthCheck" }), {
      collectedOn: t(2),
      digest: "digest-1",
      source: "team",
    });
    const plan = planBatch([reading("a", 3, "2"), reading("a", 4, "1")], state);
    expect(plan.outcomes).toEqual(["changed", "changed"]);
    expect(plan).toMatchObject({ replacements: [], touches: [expect.objectContaining({ collectedOn: t(4) })] });
  });

  it("breaks ties between snapshots by digest, then by source", () => {
    const tie = [
      reading("a", 2, "1"),
      reading("a", 2, "2"),
      reading("a", 2, "2", { source: "z" }),
      reading("a", 2, "1"),
    ];
    const plan = planBatch(tie, EMPTY);
    expect(plan.outcomes).toEqual(["created", "changed", "unchanged", "superseded"]);
    expect(plan.additions).toEqual([expect.objectContaining({ text: "2", source: "z" })]);
  });

  it("counts what was said at or before a removal as superseded, and what comes after it as new", () => {
    const records = [resource("a", 1), reading("a", 1, "1"), removal("a", 3)];
    expect(
      outcomes([...records, resource("a", 3), reading("a", 2, "2"), reading("a", 4, "1"), resource("a", 4)]),
    ).toEqual(["created", "created", "changed", "superseded", "superseded", "created", "changed"]);
  });

  it("tells removals of present, absent and revived Resources apart", () => {
    expect(outcomes([removal("never heard of", 3)])).toEqual(["unchanged"]);
    expect(outcomes([resource("a", 5), removal("a", 3), removal("a", 6), removal("a", 6), removal("a", 7)])).toEqual([
      "created",
      "superseded",
      "changed",
      "superseded",
      "unchanged",
    ]);
  });

  it("knows from the store that a snapshot or a child keeps a removed Resource present", () => {
    const removed = stored({ removedOn: t(3) });
    expect(outcomes([resource("a", 5)], holding("a", removed))).toEqual(["created"]);
    expect(outcomes([resource("a", 5)], holding("a", { ...removed, shownSnapshots: new Map([["T", t(4)]]) }))).toEqual([
      "changed",
    ]);
    expect(outcomes([resource("a", 5)], holding("a", { ...removed, childOn: t(4) }))).toEqual(["changed"]);
  });

  it("merges repeats of a series reading and keeps the least source", () => {
    const records = [sample("a", 2, "1", "b"), sample("a", 2, "1", "a"), sample("a", 2, "2"), sample("a", 3, "1")];
    const plan = planBatch(records, EMPTY);
    expect(plan.series.map(({ source, text, record }) => ({ source, text, record }))).toEqual([
      { source: "a", text: "1", record: 0 },
      { source: "team", text: "2", record: 2 },
      { source: "team", text: "1", record: 3 },
    ]);
    const inserted = new Set(plan.series.slice(0, 2));
    expect(settleOutcomes(plan, { series: inserted, sweeps: new Set() })).toEqual([
      "created",
      "unchanged",
      "created",
      "unchanged",
    ]);
  });

  it("keeps every snapshot of a type with history as a series too, and tells of the snapshot only", () => {
    const state = holding("a", stored({ removedOn: t(3) }));
    const readings = [
      reading("a", 5, "1"),
      reading("a", 6, "1"),
      reading("a", 2, "2"),
      reading("a", 5, "3", { type: "Other" }),
    ];
    const plan = planBatch([...readings, sample("a", 5, "1")], state, { keepHistory: new Set(["HealthCheck"]) });
    expect(plan.series.map(({ collectedOn, text, source }) => [collectedOn, text, source])).toEqual([
      [t(2), "2", "team"],
      [t(5), "1", "team"],
      [t(6), "1", "team"],
    ]);
    // The sample repeats what was kept before it.
    expect(settleOutcomes(plan, { series: new Set(plan.series), sweeps: new Set() })).toEqual([
      "created",
      "unchanged",
      "superseded",
      "created",
      "unchanged",
    ]);
  });

  it("keeps a sweep once", () => {
    const plan = planBatch([sweep(2), sweep(2), sweep(3)], EMPTY);
    expect(plan.sweeps).toHaveLength(2);
    expect(settleOutcomes(plan, { series: new Set(), sweeps: new Set(plan.sweeps) })).toEqual([
      "created",
      "unchanged",
      "created",
    ]);
  });

  it("claims a Resource for its source with the newest time", () => {
    const { claims } = planBatch([resource("a", 2), resource("a", 5), resource("a", 4)], EMPTY);
    expect(claims).toEqual([{ resourceId: service("a").id, source: "team", claimedOn: t(5) }]);
  });

  it("stores no series reading that is older than its type is kept, and tells that it came too late", () => {
    const keptSince = new Map([["HealthCheck", t(3)]]);
    const records = [sample("a", 2, "1"), sample("a", 3, "1"), reading("a", 1, "1")];
    const plan = planBatch(records, EMPTY, { keptSince, keepHistory: new Set(["HealthCheck"]) });
    expect(plan.outcomes).toEqual(["superseded", "unchanged", "created"]);
    expect(plan.series.map(({ collectedOn }) => collectedOn)).toEqual([t(3)]);
    expect(plan.resources).toMatchObject([{ mentionedOn: t(1) }]);
  });

  it("keeps a removal that a decision beats, since the decision may be taken back", () => {
    const decided = holding("a", stored({ declaredOn: t(4), removedOn: t(5) }));
    const plan = planBatch([removal("a", 3)], decided);
    expect(plan.outcomes).toEqual(["superseded"]);
    expect(plan.resources).toMatchObject([{ removedOn: t(5), publishedRemovalOn: t(3) }]);
  });

  it("orders every list by key", () => {
    const names = ["c", "a", "d", "b"];
    const records = names.flatMap((name) => [resource(name, 1), reading(name, 1, "1"), sample(name, 1, "1")]);
    const plan = planBatch(records, EMPTY);
    const sortedIds = names.map((name) => service(name).id).toSorted();
    expect(plan.resources.map(({ id }) => id)).toEqual(sortedIds);
    for (const rows of [plan.claims, plan.additions, plan.series]) {
      expect(rows.map(({ resourceId }) => resourceId)).toEqual(sortedIds);
    }
  });
});

describe(keysOf.name, () => {
  it("names Resources, their parents and snapshots once, and marks what is removed", () => {
    const keys = keysOf([resource("a", 1, "p"), reading("a", 1, "1"), reading("a", 2, "2"), removal("b", 1), sweep(1)]);
    expect([...keys.resources]).toEqual([
      ["id-a", false],
      ["id-p", false],
      ["id-b", true],
    ]);
    expect([...keys.own]).toEqual(["id-a", "id-b"]);
    expect(keys.snapshots).toEqual([{ resourceId: "id-a", type: "HealthCheck" }]);
  });
});
