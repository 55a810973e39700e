import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { listAncestors } from "./list-ancestors.js";
import { listDescendants, type DescendantKey } from "./list-descendants.js";
import { listReferences } from "./list-references.js";
import { listReferrers } from "./list-referrers.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const id = (name: string) => resourceId("Node", name);
const node = (name: string, parent?: string | null, more: object = {}) => ({
  kind: "resource",
  type: "Node",
  name,
  ...(parent === undefined ? {} : { parent: parent === null ? null : { type: "Node", name: parent } }),
  ...more,
});

describe("relations between Resources", () => {
  let server: TestDatabase;
  let catalog: TestCatalog;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await server.drop();
  });

  const clear = () => catalog.dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series");
  beforeEach(clear);

  const ancestors = async (name: string, after?: number, limit = 100) =>
    (await listAncestors(catalog.database, { resourceId: id(name), after, limit })).rows.map((each) => each.name);
  const descendants = async (name: string, maxDepth = 32) =>
    (await listDescendants(catalog.database, { resourceId: id(name), maxDepth, limit: 100 })).rows.map(
      (each) => `${each.depth} ${each.name}`,
    );

  it("walks up parent first, page by page, and stops where a parent is absent", async () => {
    await catalog.ingest([node("a", "b"), node("b", "c"), node("c", "d"), node("d", "e")]);
    expect(await ancestors("a")).toEqual(["b", "c", "d", "e"]);
    expect(await ancestors("a", 1, 2)).toEqual(["c", "d"]);
    expect(await ancestors("e")).toEqual([]);
    await catalog.ingest([{ kind: "removal", resource: { type: "Node", name: "d" }, removedOn: day(1) }]);
    expect(await ancestors("a")).toEqual(["b", "c", "d", "e"]);
    const gone = { kind: "removal", resource: { type: "Node", name: "d" }, removedOn: "2026-07-01T00:00:00Z" };
    await catalog.ingest([gone]);
    expect(await ancestors("a")).toEqual(["b", "c"]);
  });

  it("walks down breadth first, as far as asked, page by page", async () => {
    await catalog.ingest([node("b", "a"), node("c", "a"), node("d", "c"), node("e", "b"), node("f", "e")]);
    expect(await descendants("a")).toEqual(["1 b", "1 c", "2 d", "2 e", "3 f"]);
    expect(await descendants("a", 1)).toEqual(["1 b", "1 c"]);
    const after = { depth: 1, type: "Node", name: "c" };
    const page = await listDescendants(catalog.database, { resourceId: id("a"), maxDepth: 32, after, limit: 2 });
    expect(page.rows.map((each) => each.name)).toEqual(["d", "e"]);
  });

  it("walks as far as it takes to fill a page, and says what it leaves out", async () => {
    const chain = Array.from({ length: 12 }, (_, index) => `n${index}`);
    await catalog.ingest(chain.map((each, index) => node(each, chain[index - 1] ?? null)));
    const { database } = catalog;
    const all = { resourceId: id("n0"), maxDepth: 32, limit: 100 };
    const names = ({ rows }: { rows: { name: string }[] }) => rows.map(({ name }) => name);
    expect(names(await listDescendants(database, all))).toEqual(chain.slice(1));
    expect(await listDescendants(database, all)).toMatchObject({ isCut: false, hasDeeper: false });
    const shallow = await listDescendants(database, { ...all, maxDepth: 5 });
    expect([names(shallow), shallow.hasDeeper, shallow.isCut]).toEqual([chain.slice(1, 6), true, false]);
    const cut = await listDescendants(database, { ...all, maxWalked: 4 });
    expect([names(cut).slice(0, 4), cut.isCut]).toEqual([chain.slice(1, 5), true]);
    expect(await listDescendants(database, { ...all, resourceId: id("n11") })).toEqual({
      rows: [],
      isCut: false,
      hasDeeper: false,
    });
    const up = await listAncestors(database, { resourceId: id("n11"), limit: 100, maxWalked: 3 });
    expect([names(up), up.isCut]).toEqual([["n10", "n9", "n8"], true]);
    const whole = await listAncestors(database, { resourceId: id("n11"), limit: 100, maxWalked: 11 });
    expect([names(whole).length, whole.isCut]).toEqual([11, false]);
  });

  it("gives by pages of any size what it gives at once", async () => {
    const parents = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(parents, fc.integer({ min: 1, max: 7 }), async (chosen, limit) => {
        await clear();
        await catalog.ingest([
          node("n0"),
          ...chosen.map((pick, index) => node(`n${index + 1}`, `n${pick % (index + 1)}`)),
        ]);
        const { rows } = await listDescendants(catalog.database, { resourceId: id("n0"), maxDepth: 32, limit: 100 });
        expect(rows).toHaveLength(chosen.length);
        const seen: unknown[] = [];
        for (let after: DescendantKey | undefined; ;) {
          const page = await listDescendants(catalog.database, { resourceId: id("n0"), maxDepth: 32, after, limit });
          seen.push(...page.rows);
          if (page.rows.length < limit) break;
          after = page.rows.at(-1);
        }
        expect(seen).toEqual(rows);
      }),
      { numRuns: 25 },
    );
  });

  it("comes to an end in every graph of parents, cycles included, giving each Resource once", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const parents = fc.array(fc.option(fc.constantFrom(...names)), {
      minLength: names.length,
      maxLength: names.length,
    });
    await fc.assert(
      fc.asyncProperty(parents, async (chosen) => {
        const parentOf = new Map(names.map((each, index) => [each, chosen[index]!]));
        await clear();
        await catalog.ingest(names.map((each) => node(each, parentOf.get(each) ?? null)));
        for (const start of names) {
          const up: string[] = [];
          for (let at = parentOf.get(start); at && at !== start && !up.includes(at); at = parentOf.get(at)) up.push(at);
          expect(await ancestors(start)).toEqual(up);

          const down: string[] = [];
          let level = [start];
          for (let depth = 1; level.length > 0; depth++) {
            level = names.filter((each) => each !== start && level.includes(parentOf.get(each) ?? ""));
            down.push(...level.map((each) => `${depth} ${each}`));
          }
          expect(await descendants(start)).toEqual(down);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("tells a long way round a cycle from no end, however far from it the walk begins", async () => {
    const ring = Array.from({ length: 50 }, (_, index) => `ring ${index}`);
    const tail = Array.from({ length: 30 }, (_, index) => `tail ${index}`);
    await catalog.ingest([
      ...ring.map((each, index) => node(each, ring[(index + 1) % ring.length])),
      ...tail.map((each, index) => node(each, tail[index + 1] ?? ring[7])),
    ]);
    expect(await ancestors("tail 0")).toEqual([...tail.slice(1), ...ring.slice(7), ...ring.slice(0, 7)]);
    expect(await ancestors("ring 49")).toEqual(ring.slice(0, 49));
  });

  it("follows references forward and backward by the readings that state them", async () => {
    const refers = (of: string, type: string, targets: string[]) => ({
      kind: "reading",
      resource: { type: "Node", name: of },
      type,
      value: targets.map((target) => ({ resourceType: "Node", resourceName: target })),
    });
    await catalog.ingest([
      node("a"),
      node("b"),
      refers("a", "Dependencies", ["b", "missing"]),
      refers("a", "Egress", ["b"]),
      refers("c", "Egress", ["b"]),
    ]);
    const { database } = catalog;
    const all = { resourceId: id("a"), limit: 10 };
    expect(await listReferences(database, all)).toEqual([
      expect.objectContaining({ id: id("b"), name: "b", declared: true, readingTypes: ["Dependencies", "Egress"] }),
      {
        id: id("missing"),
        type: "Node",
        name: "missing",
        parentId: null,
        createdOn: null,
        lastSeenOn: null,
        expiresOn: null,
        declared: false,
        readingTypes: ["Dependencies"],
      },
    ]);
    expect(await listReferences(database, { ...all, readingType: "Egress" })).toMatchObject([
      { name: "b", readingTypes: ["Egress"] },
    ]);
    expect(await listReferences(database, { ...all, after: { type: "Node", name: "b" } })).toMatchObject([
      { name: "missing" },
    ]);
    const toB = { resourceId: id("b"), limit: 10 };
    expect(await listReferrers(database, toB)).toMatchObject([
      { name: "a", readingTypes: ["Dependencies", "Egress"], declared: true },
      { name: "c", readingTypes: ["Egress"], declared: false },
    ]);
    expect(await listReferrers(database, { ...toB, readingType: "Dependencies" })).toMatchObject([
      { name: "a", readingTypes: ["Dependencies"] },
    ]);
    expect(await listReferrers(database, { ...toB, limit: 1, after: { type: "Node", name: "a" } })).toMatchObject([
      { name: "c" },
    ]);

    await catalog.ingest([
      { kind: "removal", resource: { type: "Node", name: "a" }, removedOn: "2026-07-01T00:00:00Z" },
    ]);
    expect(await listReferrers(database, toB)).toMatchObject([{ name: "c" }]);
    await catalog.ingest([node("a", undefined, { observedOn: "2026-08-01T00:00:00Z" })]);
    expect(await listReferences(database, all)).toEqual([]);
  });
});
