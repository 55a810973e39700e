import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { countResources, listResources } from "./list-resources.js";
import type { ReadingField } from "./reading-field.js";
import { findLacking } from "./find-lacking.js";
import type { ResourceFilter } from "./resource-filter.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const TEAM: ReadingField = { name: "team", readingType: "Ownership", path: ["team"] };
const STATUS: ReadingField = { name: "status", readingType: "Health", path: ["checks", "0", "status"] };

describe("finding Resources by parts and by declared fields", () => {
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

  const clear = () =>
    catalog.dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series, type_tally");
  beforeEach(clear);

  const service = (name: string, team?: unknown, more: object = {}) => [
    { kind: "resource", type: "Service", name, observedOn: day(2), ...more },
    ...(team === undefined ? [] : [ownership(name, team)]),
  ];
  const ownership = (name: string, team: unknown, on = 3) => ({
    kind: "reading",
    resource: { type: "Service", name },
    type: TEAM.readingType,
    value: { team },
    collectedOn: day(on),
  });
  const namesOf = async (filter: ResourceFilter, limit = 100) => {
    const rows = await listResources(catalog.database, { filter, limit });
    if (limit === 100) expect(await countResources(catalog.database, filter, 100)).toBe(rows.length);
    return rows.map(({ name }) => name);
  };
  const part = (text: string, ...fields: ReadingField[]) => ({ part: { text, fields } });

  it("finds a part of a name or of a declared field in any case, each Resource once", async () => {
    await catalog.ingest([
      ...service("Orders", "payments"),
      ...service("billing", "ORDERS and more"),
      ...service("éclair", "border"),
      ...service("other", 1234),
      { kind: "resource", type: "Lambda", name: "reorder" },
    ]);
    expect(await namesOf(part("order"))).toEqual(["reorder", "Orders"]);
    expect(await namesOf(part("order", TEAM, STATUS))).toEqual(["reorder", "Orders", "billing", "éclair"]);
    expect(await namesOf({ ...part("ORD", TEAM), types: ["Service"] })).toEqual(["Orders", "billing", "éclair"]);
    expect(await namesOf({ ...part("ord", TEAM), types: ["Service", "Lambda"], namePrefix: "b" })).toEqual(["billing"]);
    expect(await namesOf(part("ÉCL"))).toEqual(["éclair"]);
    expect(await namesOf(part("123", TEAM))).toEqual(["other"]);
    expect(await namesOf(part("xyz", TEAM))).toEqual([]);
    const [, second] = await listResources(catalog.database, { filter: part("order", TEAM), limit: 2 });
    const rest = await listResources(catalog.database, { filter: part("order", TEAM), after: second, limit: 9 });
    expect(rest.map(({ name }) => name)).toEqual(["billing", "éclair"]);
  });

  it("takes no character of a part for a wildcard", async () => {
    const letters = fc.array(fc.constantFrom("%", "_", "\\", "'", '"', "/", "a", "é", "\u{1F600}"), {
      minLength: 3,
      maxLength: 6,
    });
    const text = letters.map((each) => each.join(""));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(text, { minLength: 1, maxLength: 8 }),
        fc.array(text, { maxLength: 8 }),
        text,
        async (names, teams, wanted) => {
          await clear();
          await catalog.ingest(names.flatMap((name, index) => service(name, teams[index])));
          const expected = names.filter((name, index) => name.includes(wanted) || teams[index]?.includes(wanted));
          expect((await namesOf(part(wanted, TEAM))).toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });

  it("filters by declared fields, all of them, by snapshots that are shown only", async () => {
    const health = (name: string, status: string) => ({
      kind: "reading",
      resource: { type: "Service", name },
      type: STATUS.readingType,
      value: { checks: [{ status }] },
    });
    await catalog.ingest([
      ...service("a", "x"),
      ...service("b", "x"),
      ...service("c", "y"),
      ...service("d", "z"),
      health("a", "UP"),
      health("c", "UP"),
      health("d", "DOWN"),
      { kind: "removal", resource: { type: "Service", name: "b" }, removedOn: day(4) },
      ...service("b", undefined, { observedOn: day(5) }),
    ]);
    const having = (field: ReadingField, ...values: string[]) => ({ field, values });
    expect(await namesOf({ fields: [having(TEAM, "x")] })).toEqual(["a"]);
    expect(await namesOf({ fields: [having(TEAM, "x", "y", "z")] })).toEqual(["a", "c", "d"]);
    expect(await namesOf({ fields: [having(TEAM, "y", "z"), having(STATUS, "UP")] })).toEqual(["c"]);
    expect(await namesOf({ fields: [having(STATUS, "UP")], without: "Ownership" })).toEqual([]);
    expect(await namesOf({ without: "Ownership" })).toEqual(["b"]);
    expect(await namesOf({ fields: [having(STATUS, "UP")], ...part("ccc", TEAM) })).toEqual([]);
  });

  it("finds the few that lack a reading among many that have it, and the many that lack a rare one", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `s${index}`);
    await catalog.ingest([
      ...names.flatMap((name) => service(name, "x")),
      ...service("back", "x"),
      { kind: "removal", resource: { type: "Service", name: "back" }, removedOn: day(4) },
      ...service("back", undefined, { observedOn: day(5) }),
      ...service("gone", "x"),
      { kind: "removal", resource: { type: "Service", name: "gone" }, removedOn: day(4) },
      ...service("lacking"),
      { kind: "reading", resource: { type: "Service", name: "s1" }, type: "Rare", value: 1, collectedOn: day(3) },
    ]);
    const without = TEAM.readingType;
    expect(await findLacking(catalog.database, { without })).toEqual({ types: ["Service"], isProbed: false });
    expect(await namesOf({ without })).toEqual(["back", "lacking"]);
    expect(await namesOf({ without, types: ["Service"], declared: true })).toEqual(["back", "lacking"]);
    expect(await namesOf({ without, types: ["Service", "Other"] })).toEqual(["back", "lacking"]);
    expect(await namesOf({ without, types: ["Other"] })).toEqual([]);
    expect(await namesOf({ without, ...part("lack") })).toEqual(["lacking"]);
    expect(await findLacking(catalog.database, { without: "Rare" })).toBeUndefined();
    expect(await namesOf({ without: "Rare" })).toEqual([
      "back",
      "lacking",
      ...names.filter((name) => name !== "s1").toSorted(),
    ]);
  });

  it("finds names of many types by name and by prefix, page by page", async () => {
    const types = ["A", "B", "C", "D"];
    const names = ["ab", "abc", "b"];
    await catalog.ingest(types.flatMap((type) => names.map((name) => ({ kind: "resource", type, name }))));
    for (const filter of [
      { namePrefix: "ab" },
      { namePrefix: "ab", types: ["B", "D"] },
      { name: "abc" },
      { types: ["A", "C"] },
    ]) {
      const { types: wanted = types, name, namePrefix = "" } = filter as ResourceFilter;
      const expected = types
        .filter((type) => wanted.includes(type))
        .flatMap((type) =>
          names
            .filter((each) => each.startsWith(namePrefix) && (name ?? each) === each)
            .map((each) => `${type} ${each}`),
        );
      const seen: string[] = [];
      for (let after: { type: string; name: string } | undefined; ;) {
        const [next] = await listResources(catalog.database, { filter, after, limit: 1 });
        if (!next) break;
        seen.push(`${next.type} ${next.name}`);
        after = next;
      }
      expect(seen).toEqual(expected);
      expect(await countResources(catalog.database, filter, 100)).toBe(expected.length);
    }
  });

  it("takes a Resource that was removed since its parent was set for one without a parent", async () => {
    const parent = { type: "Team", name: "payments" };
    await catalog.ingest([
      ...service("child", undefined, { parent }),
      ...service("back", undefined, { parent }),
      { kind: "removal", resource: { type: "Service", name: "back" }, removedOn: day(3) },
      ...service("back", undefined, { observedOn: day(4) }),
    ]);
    expect(await namesOf({ parentId: null })).toEqual(["back", "payments"]);
    expect(await namesOf({ parentId: null, types: ["Service"] })).toEqual(["back"]);
  });
});
