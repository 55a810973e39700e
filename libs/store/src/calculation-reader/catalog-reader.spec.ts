import { InMemoryCatalog, type CatalogAccess, type CatalogReader } from "@binnacle/calculation";
import { parseJson, resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { day, openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";
import { PostgresCatalogAccess } from "./postgres-catalog-access.js";

interface Subject {
  access: CatalogAccess;
  add(records: readonly unknown[], source?: string): Promise<void>;
}

const id = (name: string, type = "Node") => resourceId(type, name);
const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);

const node = (name: string, parent?: string | null, more: object = {}) => ({
  kind: "resource",
  type: "Node",
  name,
  ...(parent !== undefined && { parent: parent === null ? null : { type: "Node", name: parent } }),
  ...more,
});
const reading = (name: string, type: string, value: unknown, more: object = {}) => ({
  kind: "reading",
  resource: { type: "Node", name },
  type,
  value,
  ...more,
});
const sample = (name: string, collectedOn: string, value: unknown, type = "Sample") =>
  reading(name, type, value, { storageMode: "TIME_SERIES", collectedOn });
const refersTo = (...targets: string[]) => targets.map((resourceName) => ({ resourceType: "Node", resourceName }));
const removal = (name: string, removedOn: string) => ({
  kind: "removal",
  resource: { type: "Node", name },
  removedOn,
});

/** The few conditions that are asked below, for the catalog that has no PostgreSQL to evaluate them. */
const CONDITIONS: Record<string, (value: any) => boolean> = {
  "$.a == 1": (value) => value.a === 1,
  "exists($.b)": (value) => value.b !== undefined,
};

describe.each(["InMemoryCatalog", "PostgresCatalogAccess"])("the reader of %s", (kind) => {
  let database: TestDatabase;
  let catalog: TestCatalog;
  let subject: Subject;

  beforeAll(async () => {
    if (kind === "InMemoryCatalog") return;
    database = await createTestDatabase();
    catalog = await openTestCatalog(database.url);
  });

  afterAll(async () => {
    await catalog?.dataSource.destroy();
    await database?.drop();
  });

  async function empty(): Promise<Subject> {
    if (kind === "InMemoryCatalog") {
      const memory = new InMemoryCatalog({ matches: (value, where) => CONDITIONS[where]!(value) });
      return {
        access: memory,
        add: async (records, source) => {
          memory.add(records, source);
        },
      };
    }
    await catalog.dataSource.query("TRUNCATE resource, snapshot, series, reference, claim");
    return {
      access: new PostgresCatalogAccess(catalog.dataSource, { statementTimeout: 20_000 }),
      add: async (records, source) => {
        const { rejections } = await catalog.ingest(records, source);
        expect(rejections).toEqual([]);
      },
    };
  }

  beforeEach(async () => {
    subject = await empty();
  });

  const read = <Result>(use: (reader: CatalogReader) => Promise<Result>) =>
    subject.access.read(new AbortController().signal, use);

  it("finds present Resources by id and by name, in order of type and name by UTF-8", async () => {
    await subject.add([node("b"), node("\u{1f600}"), node("\uff5e"), node("a"), { ...node("z"), type: "Edge" }]);
    await subject.add([node("gone", null, { observedOn: day(1) }), removal("gone", day(2))]);
    const found = await read((reader) => reader.resources(["a", "b", "gone", "b", "none"].map((name) => id(name))));
    expect(found).toEqual([
      {
        id: id("a"),
        type: "Node",
        name: "a",
        parentId: null,
        createdOn: "2026-06-01T00:00:00.000000Z",
        lastSeenOn: "2026-06-01T00:00:00.000000Z",
        expiresOn: null,
        declared: true,
      },
      expect.objectContaining({ name: "b" }),
    ]);
    const named = ["\u{1f600}", "\uff5e", "gone"].map((name) => ({ type: "Node", name }));
    expect(names(await read((reader) => reader.resourcesNamed([...named, { type: "Edge", name: "z" }])))).toEqual([
      "z",
      "\uff5e",
      "\u{1f600}",
    ]);
    expect(await read((reader) => reader.resources([]))).toEqual([]);
  });

  it("lists Resources page by page, by types and names, up to a limit", async () => {
    const many = Array.from({ length: 2_100 }, (_, index) => node(`n%${String(index).padStart(4, "0")}`));
    await subject.add([...many, { ...node("x"), type: "Edge" }]);
    const pages = (query: Parameters<CatalogReader["listResources"]>[0]) =>
      read(async (reader) => Array.fromAsync(reader.listResources(query)));
    const all = await pages({});
    expect(all.map(({ items, isPartial }) => [items.length, isPartial])).toEqual([
      [1000, false],
      [1000, false],
      [101, false],
    ]);
    expect(names(all.flatMap(({ items }) => items)).slice(0, 2)).toEqual(["x", "n%0000"]);
    const cut = await pages({ types: ["Node"], limit: 1_500 });
    expect(cut.map(({ items, isPartial }) => [items.length, isPartial])).toEqual([
      [1000, false],
      [500, true],
    ]);
    const exact = await pages({ types: ["Node"], limit: 1_000, after: { type: "Node", name: "n%1099" } });
    expect(exact.map(({ items, isPartial }) => [items[0]!.name, items.length, isPartial])).toEqual([
      ["n%1100", 1000, false],
    ]);
    expect(names((await pages({ namePrefix: "n%209" })).flatMap(({ items }) => items))).toHaveLength(10);
    expect(names((await pages({ name: "x" })).flatMap(({ items }) => items))).toEqual(["x"]);
    expect(await pages({ types: ["None"] })).toEqual([]);
  });

  it("gives children, and descendants nearest first, of many at once", async () => {
    await subject.add([node("a1", "a"), node("a2", "a"), node("b1", "b"), node("a11", "a1"), node("b11", "b1")]);
    await subject.add([{ ...node("e", "a1"), type: "Edge" }]);
    const roots = [id("a"), id("b"), id("a")];
    const children = await read((reader) => reader.children(roots));
    expect(children.items.map(({ name, parentId }) => [name, parentId])).toEqual([
      ["a1", id("a")],
      ["a2", id("a")],
      ["b1", id("b")],
    ]);
    expect(await read((reader) => reader.children(roots, { limit: 2 }))).toMatchObject({
      items: [{ name: "a1" }, { name: "a2" }],
      isPartial: true,
    });
    const below = async (options: Parameters<CatalogReader["descendants"]>[1]) => {
      const { items, isPartial } = await read((reader) => reader.descendants(roots, options));
      const root = (rootId: string) => (rootId === id("a") ? "a" : "b");
      return [items.map(({ name, depth, rootId }) => `${root(rootId)} ${depth} ${name}`), isPartial];
    };
    expect(await below({})).toEqual([["a 1 a1", "a 1 a2", "b 1 b1", "a 2 e", "a 2 a11", "b 2 b11"], false]);
    expect(await below({ depth: 1 })).toEqual([["a 1 a1", "a 1 a2", "b 1 b1"], false]);
    expect(await below({ types: ["Edge"] })).toEqual([["a 2 e"], false]);
    const [nearest, isPartial] = await below({ limit: 3 });
    expect([nearest, isPartial]).toEqual([["a 1 a1", "a 1 a2", "b 1 b1"], true]);
    expect(await read((reader) => reader.descendants([]))).toEqual({ items: [], isPartial: false });
  });

  it("comes to an end in every graph of parents, and agrees with a plain walk", async () => {
    const all = ["a", "b", "c", "d", "e", "f"];
    const parents = fc.array(fc.option(fc.constantFrom(...all)), { minLength: all.length, maxLength: all.length });
    await fc.assert(
      fc.asyncProperty(parents, async (chosen) => {
        const parentOf = new Map(all.map((each, index) => [each, chosen[index]!]));
        subject = await empty();
        await subject.add(all.map((each) => node(each, parentOf.get(each) ?? null)));
        const roots = all.map((each) => id(each));
        const up = await read((reader) => reader.ancestors(roots));
        const down = await read((reader) => reader.descendants(roots));
        for (const start of all) {
          const above: string[] = [];
          for (let at = parentOf.get(start); at && at !== start && !above.includes(at); at = parentOf.get(at)) {
            above.push(at);
          }
          const foundAbove = up.items.filter(({ rootId }) => rootId === id(start));
          expect(foundAbove.map(({ name, depth }) => `${depth} ${name}`)).toEqual(
            above.map((each, index) => `${index + 1} ${each}`),
          );
          const below: string[] = [];
          let level = [start];
          for (let depth = 1; level.length > 0; depth++) {
            level = all.filter((each) => each !== start && level.includes(parentOf.get(each) ?? ""));
            below.push(...level.map((each) => `${depth} ${each}`));
          }
          const foundBelow = down.items.filter(({ rootId }) => rootId === id(start));
          expect(foundBelow.map(({ name, depth }) => `${depth} ${name}`)).toEqual(below);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("keeps to what is present, whatever was removed when", async () => {
    const newest = { observedOn: day(5) };
    await subject.add([
      node("parent", null, { observedOn: day(1) }),
      node("child", "parent", { observedOn: day(1) }),
      node("kept", "parent", { observedOn: day(4) }),
      reading("child", "Info", refersTo("parent"), { collectedOn: day(1) }),
      sample("child", day(1), 1),
      removal("child", day(3)),
      removal("parent", day(3)),
    ]);
    const parent = [id("parent")];
    const state = () =>
      read(async (reader) => ({
        resources: names(await reader.resources([id("parent"), id("child")])),
        children: names((await reader.children(parent)).items),
        snapshots: (await reader.snapshots([id("child")])).items.length,
        referrers: (await reader.referrers(parent)).items.length,
        series: (await reader.series([id("child")], { readingTypes: ["Sample"] })).items.length,
      }));
    expect(await state()).toEqual({ resources: ["parent"], children: ["kept"], snapshots: 0, referrers: 0, series: 0 });
    await subject.add([node("child", undefined, newest)]);
    expect(await state()).toEqual({
      resources: ["child", "parent"],
      children: ["kept"],
      snapshots: 0,
      referrers: 0,
      series: 1,
    });
    await subject.add([
      node("child", "parent", { observedOn: day(6) }),
      reading("child", "Info", refersTo("parent"), { collectedOn: day(6) }),
    ]);
    expect(await state()).toMatchObject({ children: ["child", "kept"], snapshots: 1, referrers: 1 });
  });

  it("gives snapshots with their values exactly, of the types asked, up to a limit", async () => {
    const long = "[1.50, 9007199254740993, 1e2]";
    await subject.add(
      [reading("a", "Info", parseJson(long)), reading("a", "Other", null), reading("b", "Info", {})],
      "s",
    );
    const both = [id("a"), id("b")];
    const { items, isPartial } = await read((reader) => reader.snapshots(both, { readingTypes: ["Info"] }));
    expect(isPartial).toBe(false);
    const ofA = items.find(({ resourceId }) => resourceId === id("a"))!;
    expect({ ...ofA }).toEqual({
      resourceId: id("a"),
      type: "Info",
      storageMode: "SNAPSHOT",
      collectedOn: "2026-06-01T00:00:00.000000Z",
      source: "s",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      text: "[1.50, 9007199254740993, 100]",
    });
    expect(ofA.value).toEqual([1.5, 9007199254740992, 100]);
    const all = await read((reader) => reader.snapshots(both));
    expect(all.items.map(({ type, value }) => [type, value])).toEqual(
      expect.arrayContaining([
        ["Other", null],
        ["Info", {}],
      ]),
    );
    const cut = await read((reader) => reader.snapshots(both, { limit: 2 }));
    expect([cut.items.length, cut.isPartial]).toEqual([2, true]);
    expect(await read((reader) => reader.snapshots(both, { readingTypes: [] }))).toEqual({
      items: [],
      isPartial: false,
    });
  });

  it("gives the snapshots of a type, but for those with some values, by Resource, up to a limit", async () => {
    await subject.add([
      reading("a", "Checked", []),
      reading("b", "Checked", { b: 1, a: 2 }),
      reading("c", "Checked", [1]),
      reading("d", "Other", [1]),
      reading("gone", "Checked", [2]),
      removal("gone", "2026-07-01T00:00:00Z"),
    ]);
    const ofType = async (more = {}) => {
      const { items, isPartial } = await read((reader) => reader.snapshotsOfType({ readingType: "Checked", ...more }));
      return [items.map(({ resourceId }) => resourceId), isPartial];
    };
    const all = ["a", "b", "c"].map((name) => id(name)).toSorted();
    expect(await ofType()).toEqual([all, false]);
    expect(await ofType({ limit: 2 })).toEqual([all.slice(0, 2), true]);
    expect(await ofType({ limit: 3 })).toEqual([all, false]);
    expect(await ofType({ exceptValues: [[], { a: 2, b: 1 }] })).toEqual([[id("c")], false]);
    expect(await ofType({ readingType: "None" })).toEqual([[], false]);
  });

  it("leaves out snapshots of a type that are old, or say one of some words", async () => {
    const at = { collectedOn: "2026-03-01T10:00:00.000000Z" };
    const values = {
      up: { status: "UP" },
      ok: { status: "ok" },
      down: { status: "down" },
      odd: { status: "\u00dcP" },
      number: { status: 1 },
      list: ["up"],
      text: "up",
      none: {},
      nothing: null,
      nested: { status: { up: 1 } },
    };
    await subject.add([
      ...Object.entries(values).map(([name, value]) => reading(name, "Check", value, at)),
      reading("old", "Check", { status: "down" }, { collectedOn: "2026-03-01T09:59:59.999999Z" }),
    ]);
    const options = {
      readingType: "Check",
      from: at.collectedOn,
      exceptTexts: { field: "status", texts: ["up", "ok", "1", "\u00fcp"] },
    };
    const { items } = await read((reader) => reader.snapshotsOfType(options));
    const kept = ["down", "odd", "number", "list", "text", "none", "nothing", "nested"].map((name) => id(name));
    expect(items.map(({ resourceId: of }) => of)).toEqual(kept.toSorted());
  });

  it("ends a list of values at 64 MiB", async () => {
    const large = "x".repeat(4_000_000);
    for (let index = 0; index < 18; index++) await subject.add([reading(`n${index}`, "Large", large)]);
    const ids = Array.from({ length: 18 }, (_, index) => id(`n${index}`));
    const { items, isPartial } = await read((reader) => reader.snapshots(ids));
    expect([items.length, isPartial]).toEqual([16, true]);
  });

  it("tells for which snapshots conditions hold", async () => {
    await subject.add([reading("a", "Info", { a: 1 }), reading("b", "Info", { b: 1 }), reading("b", "Other", [])]);
    const ids = [id("a"), id("b"), id("none")];
    const conditions = [
      { readingType: "Info", where: "$.a == 1" },
      { readingType: "Info", where: "exists($.b)" },
      { readingType: "Other" },
    ];
    const { items, isPartial } = await read((reader) => reader.matchSnapshots(ids, conditions));
    const collectedOn = "2026-06-01T00:00:00.000000Z";
    const ofA = [0, 1].map((condition) => ({ resourceId: id("a"), condition, collectedOn, holds: condition === 0 }));
    const ofB = [0, 1, 2].map((condition) => ({ resourceId: id("b"), condition, collectedOn, holds: condition > 0 }));
    expect(items).toEqual(id("a") < id("b") ? [...ofA, ...ofB] : [...ofB, ...ofA]);
    expect(isPartial).toBe(false);
    expect(await read((reader) => reader.matchSnapshots(ids, conditions, { limit: 4 }))).toMatchObject({
      isPartial: true,
    });
    expect(await read((reader) => reader.matchSnapshots(ids, []))).toEqual({ items: [], isPartial: false });
  });

  it("follows references both ways, step by step, round cycles, each once", async () => {
    await subject.add([
      reading("a", "Uses", refersTo("b", "missing")),
      reading("b", "Uses", refersTo("c")),
      reading("c", "Uses", refersTo("a")),
      reading("c", "Calls", refersTo("d", "a")),
    ]);
    const edges = async (direction: "references" | "referrers", options: object, from = "a") => {
      const { items, isPartial } = await read((reader) => reader[direction]([id(from)], options));
      return [
        items
          .map(({ depth, resourceName, readingType, targetName }) =>
            [depth, resourceName, readingType, targetName].join(" "),
          )
          .toSorted(),
        isPartial,
      ];
    };
    expect(await edges("references", {})).toEqual([["1 a Uses b", "1 a Uses missing"], false]);
    expect(await edges("references", { depth: 32 })).toEqual([
      ["1 a Uses b", "1 a Uses missing", "2 b Uses c", "3 c Calls a", "3 c Calls d", "3 c Uses a"],
      false,
    ]);
    expect(await edges("references", { depth: 3, readingTypes: ["Uses"] })).toEqual([
      ["1 a Uses b", "1 a Uses missing", "2 b Uses c", "3 c Uses a"],
      false,
    ]);
    expect(await edges("references", { types: ["Edge"] })).toEqual([[], false]);
    expect(await edges("references", { depth: 2, limit: 2 })).toEqual([["1 a Uses b", "1 a Uses missing"], true]);
    expect(await edges("referrers", { depth: 2 })).toEqual([["1 c Calls a", "1 c Uses a", "2 b Uses c"], false]);
    expect(await edges("referrers", { depth: 32 }, "missing")).toEqual([
      ["1 a Uses missing", "2 c Calls a", "2 c Uses a", "3 b Uses c", "4 a Uses b"],
      false,
    ]);
    const first = (await read((reader) => reader.references([id("a")], { types: ["Node"] }))).items.find(
      ({ targetName }) => targetName === "missing",
    );
    expect(first).toEqual({
      resourceId: id("a"),
      resourceType: "Node",
      resourceName: "a",
      readingType: "Uses",
      targetId: id("missing"),
      targetType: "Node",
      targetName: "missing",
      depth: 1,
    });
  });

  it("gives series of many by time, within a window, each up to a limit", async () => {
    await subject.add([
      ...[1, 2, 3].map((each) => sample("a", day(each), `a${each}`)),
      ...[2, 3, 4].map((each) => sample("b", day(each), `b${each}`)),
      sample("a", day(9), "other", "Other"),
    ]);
    const values = async (options: object) => {
      const series = await read((reader) =>
        reader.series([id("a"), id("b"), id("a")], { readingTypes: ["Sample"], ...options }),
      );
      return [series.items.map(({ value }) => value), series.isPartial];
    };
    const byId = (...pair: string[]) => (id("a") < id("b") ? pair : pair.toReversed());
    expect(await values({ order: "asc" })).toEqual([["a1", ...byId("a2", "b2"), ...byId("a3", "b3"), "b4"], false]);
    expect(await values({ limitEach: 1 })).toEqual([["b4", "a3"], false]);
    expect(await values({ from: day(2), to: day(3) })).toEqual([byId("a2", "b2").toReversed(), false]);
    expect(await values({ limit: 1 })).toEqual([["b4"], true]);
    expect(await values({ readingTypes: ["Sample", "Other"], limitEach: 1 })).toEqual([["other", "b4", "a3"], false]);
    expect(await values({ readingTypes: [] })).toEqual([[], false]);
  });

  it("gives the newest of series of groups, and all that are as old as the last of a group", async () => {
    await subject.add([
      ...[1, 2, 3].map((each) => sample("a", day(each), `a${each}`)),
      ...[2, 3, 4].map((each) => sample("b", day(each), `b${each}`)),
      ...[1, 9].map((each) => sample("c", day(each), `c${each}`)),
      sample("a", day(9), "other", "Other"),
    ]);
    const values = async (groups: string[][], options: object) => {
      const ids = groups.map((names) => names.map((name) => id(name)));
      const newest = await read((reader) => reader.newest(ids, { readingTypes: ["Sample"], limitEach: 2, ...options }));
      return [newest.items.map(({ value }) => value), newest.isPartial];
    };
    const byId = (...pair: string[]) => (id("a") < id("b") ? pair.toReversed() : pair);
    const together = ["c9", "b4", ...byId("a3", "b3"), "c1"];
    expect(
      await values(
        [
          ["a", "b", "a"],
          ["c", "missing"],
        ],
        {},
      ),
    ).toEqual([together, false]);
    expect(await values([["a", "b"], ["c"], ["b"], []], {})).toEqual([together, false]);
    expect(await values([["a"], ["b"]], { limitEach: 1 })).toEqual([["b4", "a3"], false]);
    expect(await values([["a", "b"]], { from: day(4) })).toEqual([["b4"], false]);
    expect(await values([["a", "b"]], { limit: 1 })).toEqual([["b4"], true]);
    expect(await values([["a"]], { readingTypes: ["Sample", "Other"] })).toEqual([["other", "a3"], false]);
    expect(await values([], {})).toEqual([[], false]);
  });

  it("gives the newest events of all, within a window, up to a limit", async () => {
    const event = (name: string, collectedOn: string, value: unknown) =>
      sample(name, collectedOn, value, "ServiceEvent");
    await subject.add([
      ...[1, 2, 3].map((number) => event("a", day(number), number)),
      event("b", day(2), "of b"),
      event("b", "2026-02-01T00:00:00.000000Z", "of another month"),
      sample("a", day(4), "no event"),
      reading("a", "ServiceEvent", "no series"),
      event("gone", day(5), "gone"),
      removal("gone", "2026-07-01T00:00:00Z"),
    ]);
    const newest = async (options = {}) => {
      const span = { from: day(1), to: "2026-03-01T00:00:00.000000Z", ...options };
      const { items, isPartial } = await read((reader) => reader.newestEvents(span));
      return [items.map(({ value }) => value), isPartial];
    };
    const second = id("a") > id("b") ? [2, "of b"] : ["of b", 2];
    expect(await newest()).toEqual([["of another month", 3, ...second, 1], false]);
    expect(await newest({ limit: 2 })).toEqual([["of another month", 3], true]);
    expect(await newest({ from: day(2), to: day(3) })).toEqual([second, false]);
  });

  it("counts numbers per span, skips what is none, and interpolates percentiles", async () => {
    const minute = (number: number) => `2026-01-01T00:${String(number).padStart(2, "0")}:00Z`;
    await subject.add([
      ...[1, 2, 3, 4].map((each) => sample("a", minute(each), { at: [{ n: each }] })),
      sample("b", minute(4), { at: [{ n: 10 }] }),
      sample("b", minute(11), { at: [{ n: "1" }] }),
      sample("b", minute(12), { at: [] }),
      sample("b", minute(13), parseJson('{"at": [{"n": 1e400}]}')),
      sample("b", minute(31), { at: [{ n: -0.5 }] }),
      sample("b", minute(40), { at: [{ n: 1 }] }),
    ]);
    const options = {
      readingType: "Sample",
      path: ["at", "0", "n"],
      from: minute(0).replace("Z", ".000000Z"),
      to: minute(40).replace("Z", ".000000Z"),
      spanMicros: 600_000_000,
      percentiles: [0, 50, 62.5, 100],
    };
    const ids = [id("a"), id("b"), id("none")];
    expect(await read((reader) => reader.aggregateSeries(ids, options))).toEqual({
      items: [
        {
          resourceId: null,
          from: day(1),
          count: 5,
          skipped: 0,
          min: 1,
          max: 10,
          mean: 4,
          percentiles: [1, 3, 3.5, 10],
        },
        {
          resourceId: null,
          from: "2026-01-01T00:10:00.000000Z",
          count: 0,
          skipped: 3,
          min: null,
          max: null,
          mean: null,
          percentiles: [null, null, null, null],
        },
        {
          resourceId: null,
          from: "2026-01-01T00:30:00.000000Z",
          count: 1,
          skipped: 0,
          min: -0.5,
          max: -0.5,
          mean: -0.5,
          percentiles: [-0.5, -0.5, -0.5, -0.5],
        },
      ],
      isPartial: false,
    });
    const each = await read((reader) =>
      reader.aggregateSeries(ids, { ...options, percentiles: [], byResource: true, limit: 3 }),
    );
    expect(each.isPartial).toBe(true);
    const first = id("a") < id("b") ? { resourceId: id("a"), count: 4 } : { resourceId: id("b"), count: 1 };
    expect(each.items[0]).toMatchObject({ ...first, from: day(1), percentiles: [] });
    const whole = await read((reader) => reader.aggregateSeries(ids, { ...options, path: [], percentiles: [] }));
    expect(whole.items.map(({ count, skipped }) => [count, skipped])).toEqual([
      [0, 5],
      [0, 3],
      [0, 1],
    ]);
  });

  it("tells when sources collected, with the median interval of their series", async () => {
    await subject.add(
      [
        reading("a", "Info", 1, { collectedOn: day(1) }),
        reading("b", "Info", 1, { collectedOn: day(3) }),
        ...[1, 2, 3, 7].map((each) => sample("a", day(each), each)),
        sample("b", day(2), 1),
        sample("b", day(2), 2),
      ],
      "first",
    );
    await subject.add([reading("c", "Info", 1, { collectedOn: day(2) }), sample("a", day(5), "second")], "second");
    const day1 = 86_400_000_000;
    const info = { readingType: "Info", storageMode: "SNAPSHOT", intervals: 0, medianMicros: null, longMicros: null };
    const series = { readingType: "Sample", storageMode: "TIME_SERIES" };
    expect(await read((reader) => reader.collectionTimes())).toEqual({
      items: [
        { ...info, source: "first", resources: 2, newestOn: day(3), oldestOn: day(1) },
        { ...info, source: "second", resources: 1, newestOn: day(2), oldestOn: day(2) },
        {
          ...series,
          source: "first",
          resources: 2,
          newestOn: day(7),
          oldestOn: day(2),
          intervals: 3,
          medianMicros: day1,
          longMicros: 4 * day1,
        },
        {
          ...series,
          source: "second",
          resources: 1,
          newestOn: day(5),
          oldestOn: day(5),
          intervals: 0,
          medianMicros: null,
          longMicros: null,
        },
      ],
      isPartial: false,
    });
    expect(
      await read((reader) => reader.collectionTimes({ ids: [id("b"), id("c"), id("b")], readingTypes: ["Info"] })),
    ).toMatchObject({ items: [{ source: "first", resources: 1, newestOn: day(3) }, { source: "second" }] });
    expect((await read((reader) => reader.collectionTimes({ ids: [id("a")] }))).items).toMatchObject([
      { readingType: "Info", oldestOn: day(1) },
      { readingType: "Sample", source: "first", medianMicros: day1 },
      { readingType: "Sample", source: "second" },
    ]);
    expect(await read((reader) => reader.collectionTimes({ limit: 1 }))).toMatchObject({ isPartial: true });
    expect(await read((reader) => reader.collectionTimes({ ids: [] }))).toEqual({ items: [], isPartial: false });
  });

  it("takes samples of what is too much to be looked at", async () => {
    const many = Array.from({ length: 2_001 }, (_, index) => reading(`n${index}`, "Info", 1));
    await subject.add(many.slice(0, 2_000));
    expect(await read((reader) => reader.collectionTimes())).toMatchObject({
      items: [{ resources: 2_000 }],
      isPartial: false,
    });
    await subject.add(many.slice(2_000));
    await subject.add(Array.from({ length: 301 }, (_, index) => sample(`n${index}`, day(1), 1)));
    expect(await read((reader) => reader.collectionTimes())).toMatchObject({
      items: [{ resources: 2_000 }, { resources: 300 }],
      isPartial: true,
    });
  });

  it("finds what is named like something, whatever is special in it", async () => {
    await subject.add([node("A/Log4j-core@2.0"), node("A/log4j-core@1.0"), node("50%_off"), node("É"), node("gone")]);
    await subject.add([{ ...node("x/log4j-core@1"), type: "Edge" }, removal("gone", "2026-07-01T00:00:00Z")]);
    const named = async (part: string, options = {}) => {
      const { items, isPartial } = await read((reader) => reader.resourcesNamedLike("Node", part, options));
      return [names(items), isPartial];
    };
    expect(await named("/LOG4J-core@")).toEqual([["A/Log4j-core@2.0", "A/log4j-core@1.0"], false]);
    expect(await named("/log4j-core@", { limit: 1 })).toEqual([["A/Log4j-core@2.0"], true]);
    expect(await named("%_O")).toEqual([["50%_off"], false]);
    expect(await named("é")).toEqual([[], false]);
    expect(await named("one")).toEqual([[], false]);
  });

  it("finds what lies above those of which nothing was read since a time, by id, up to a limit", async () => {
    const at = (time: string) => ({ collectedOn: `2026-03-01T${time}:00.000000Z` });
    const typed = (type: string, name: string, parent?: string) => ({
      ...node(name),
      type,
      ...(parent !== undefined && { parent: { type: parent.split(" ")[0], name: parent.split(" ")[1] } }),
    });
    await subject.add([
      ...["heard", "silent", "partly", "gone", "apart"].flatMap((name) => [
        typed("Top", name),
        typed("Middle", name, `Top ${name}`),
      ]),
      node("heard", "x", { parent: { type: "Middle", name: "heard" } }),
      ...["silent", "partly", "gone"].flatMap((name) => [
        node(`${name} 1`, "x", { parent: { type: "Middle", name } }),
        node(`${name} 2`, "x", { parent: { type: "Middle", name } }),
      ]),
      // On no such way up: right below the top, below another type, without a parent, of another type.
      node("apart", "x", { parent: { type: "Top", name: "apart" } }),
      node("lone", "x", { parent: { type: "Edge", name: "heard" } }),
      node("root"),
      typed("Other", "apart", "Middle apart"),
      reading("heard", "Info", 1, at("10:00")),
      reading("silent 1", "Info", 1, at("09:59")),
      reading("silent 2", "Other", 1, at("10:00")),
      reading("partly 1", "Info", 1, at("10:01")),
      { kind: "removal", resource: { type: "Top", name: "gone" }, removedOn: "2026-07-01T00:00:00Z" },
    ]);
    const options = { type: "Node", above: ["Middle", "Top"], readingType: "Info", since: at("10:00").collectedOn };
    const silent = (more = {}) => read((reader) => reader.ancestorsOfSilent({ ...options, ...more }));
    const wanted = ["silent", "partly"].map((name) => id(name, "Top")).toSorted();
    expect(await silent()).toEqual({ items: wanted, isPartial: false });
    expect(await silent({ limit: 1 })).toEqual({ items: wanted.slice(0, 1), isPartial: true });
    expect(await silent({ above: ["Top"] })).toEqual({ items: [id("apart", "Top")], isPartial: false });
    expect(await silent({ above: ["Top", "Middle"] })).toEqual({ items: [], isPartial: false });
    const middle = ["silent", "partly", "gone"].map((name) => id(name, "Middle")).toSorted();
    expect(await silent({ above: ["Middle"] })).toEqual({ items: middle, isPartial: false });
    // Reading changes no setting of what is read next.
    expect(await read((reader) => Promise.all([reader.ancestorsOfSilent(options), reader.resources([])]))).toEqual([
      { items: wanted, isPartial: false },
      [],
    ]);
  });

  it("finds what lies above those that refer to something, with what they refer to, up to a number of references", async () => {
    const above = (name: string, parent: string) => node(name, "x", { parent: { type: "Top", name: parent } });
    await subject.add([
      ...["one", "two", "gone"].map((name) => ({ ...node(name), type: "Top" })),
      above("a", "one"),
      above("b", "one"),
      above("c", "two"),
      above("d", "gone"),
      node("e"),
      ...["a", "b"].map((name) => reading(name, "Uses", refersTo("x", "y"))),
      ...["c", "d", "e"].map((name) => reading(name, "Uses", refersTo("x"))),
      reading("b", "Calls", refersTo("z")),
      reading("c", "Other", refersTo("y")),
      { kind: "removal", resource: { type: "Top", name: "gone" }, removedOn: "2026-07-01T00:00:00Z" },
    ]);
    const options = { readingTypes: ["Uses", "Calls"], type: "Node", above: ["Top"] };
    const found = (ids: string[], more = {}) =>
      read((reader) => reader.ancestorsOfReferrers(ids, { ...options, ...more }));
    const top = (name: string, ...targets: string[]) => ({
      resourceId: id(name, "Top"),
      resourceName: name,
      targetIds: targets.map((target) => id(target)).toSorted(),
    });
    const sorted = (...items: ReturnType<typeof top>[]) =>
      items.toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
    const all = ["x", "y", "z", "none", "x"].map((name) => id(name));
    expect(await found(all)).toEqual({ items: sorted(top("one", "x", "y", "z"), top("two", "x")), isPartial: false });
    expect(await found(all, { limit: 8 })).toMatchObject({ isPartial: false });
    expect(await found(all, { limit: 7 })).toMatchObject({ isPartial: true });
    expect(await found([id("y")], { limit: 1 })).toEqual({ items: [top("one", "y")], isPartial: true });
    expect(await found([id("z")], { readingTypes: ["Uses"] })).toEqual({ items: [], isPartial: false });
    expect(await found([id("x")], { above: ["Other"], limit: 1 })).toEqual({ items: [], isPartial: true });
    expect(await found([id("x")], { type: "Other" })).toEqual({ items: [], isPartial: false });
    expect(await found([])).toEqual({ items: [], isPartial: false });
  });

  it("counts what snapshots refer to, and tells which of it has a reading", async () => {
    await subject.add([
      reading("a", "Uses", refersTo("x", "y", "missing", "x")),
      reading("a", "Calls", refersTo("y")),
      reading("a", "Other", refersTo("x")),
      reading("b", "Uses", { none: 1 }),
      reading("c", "Uses", refersTo("x", "gone")),
      reading("x", "Checked", { b: 1, a: [] }),
      reading("y", "Looked", []),
      reading("gone", "Checked", []),
      removal("gone", "2026-07-01T00:00:00Z"),
    ]);
    const options = { readingTypes: ["Uses", "Calls"], withReading: "Checked" };
    const targets = async (more = {}) => {
      const ids = ["a", "b", "c", "none"].map((name) => id(name));
      const { items, isPartial } = await read((reader) => reader.targets(ids, { ...options, ...more }));
      return [
        items.map(({ resourceId: of, readingType, count, targetIds }) => [of, readingType, count, targetIds]),
        isPartial,
      ];
    };
    const all = [
      [id("a"), "Calls", 1, []],
      [id("a"), "Uses", 3, [id("x")]],
      [id("c"), "Uses", 2, [id("x")]],
    ].toSorted(([a], [b]) => (a === b ? 0 : a! < b! ? -1 : 1));
    expect(await targets()).toEqual([all, false]);
    expect(await targets({ exceptValues: [[], { a: [] }] })).toEqual([all, false]);
    const none = all.map(([of, type, count]) => [of, type, count, []]);
    expect(await targets({ exceptValues: [1, { a: [], b: 1 }] })).toEqual([none, false]);
    expect(await targets({ limit: 2 })).toEqual([all.slice(0, 2), true]);
    expect(await read((reader) => reader.targets([], options))).toEqual({ items: [], isPartial: false });
  });

  it("leaves repetitions out of a series", async () => {
    const minute = (number: number) => `2026-01-01T00:${String(number).padStart(2, "0")}:00.000000Z`;
    await subject.add([
      ...["u", "u", "d", "d", "u"].map((value, index) => sample("a", minute(index), value)),
      ...["u", "u"].map((value, index) => sample("b", minute(index + 1), value)),
      sample("a", minute(9), "after"),
      sample("a", minute(2), "x", "Other"),
    ]);
    const changes = async (from: number, limit = 100) => {
      const span = { readingType: "Sample", from: minute(from), to: minute(9), limit };
      const ids = [id("a"), id("b"), id("a"), id("none")];
      const { items, isPartial } = await read((reader) => reader.seriesChanges(ids, span));
      const told = items.map(({ resourceId: of, collectedOn, value }) => [of, collectedOn.slice(14, 16), value]);
      return [told, isPartial];
    };
    const all = [
      [id("a"), "00", "u"],
      [id("b"), "01", "u"],
      [id("a"), "02", "d"],
      [id("a"), "04", "u"],
    ];
    expect(await changes(0)).toEqual([all, false]);
    expect(await changes(0, 3)).toEqual([all.slice(0, 3), true]);
    expect(await changes(3)).toEqual([
      [
        [id("a"), "03", "d"],
        [id("a"), "04", "u"],
      ],
      false,
    ]);
  });
});
