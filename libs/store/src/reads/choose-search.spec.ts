import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { chooseSearch, FEW } from "./choose-search.js";
import { countResources, listResources } from "./list-resources.js";
import type { Database } from "./database.js";
import type { ReadingField } from "./reading-field.js";
import type { ResourceFilter } from "./resource-filter.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const STATUS: ReadingField = { name: "status", readingType: "Health", path: ["status"] };
const TEAM: ReadingField = { name: "team", readingType: "Ownership", path: ["team"] };
const COMMON = FEW + 60;

interface Described {
  type: string;
  name: string;
  status?: string;
  team?: string;
}

const numbered = (count: number, of: (index: number) => Omit<Described, "name">): Described[] =>
  Array.from({ length: count }, (_, index) => ({ ...of(index), name: `n${String(index * 7919).padStart(9, "0")}` }));

/** What is shown: of some types nearly all have a field, of some a few, of some none. */
const SHOWN: Described[] = [
  ...numbered(80, () => ({ type: "A" })),
  ...numbered(COMMON, (index) => ({
    type: "B",
    status: index % 40 === 0 ? "down" : "up",
    ...(index % 30 === 0 && { team: "x" }),
  })),
  ...numbered(40, (index) => ({ type: "C", team: index % 2 === 0 ? "x" : "y" })),
  ...numbered(COMMON, (index) => ({ type: "D", team: "x", ...(index === COMMON - 1 && { status: "up" }) })),
  ...numbered(60, (index) => ({ type: "E", status: index % 3 === 0 ? "up" : "down" })),
];

describe(chooseSearch.name, () => {
  let server: TestDatabase;
  let catalog: TestCatalog;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
    await catalog.ingest([
      ...SHOWN.flatMap((each) => recordsOf(each)),
      ...recordsOf({ type: "B", name: "gone", status: "up", team: "x" }),
      ...recordsOf({ type: "E", name: "back", status: "up", team: "x" }),
      ...["B gone", "E back"].map((each) => {
        const [type, name] = each.split(" ");
        return { kind: "removal", resource: { type, name }, removedOn: day(5) };
      }),
      { kind: "resource", type: "E", name: "back", observedOn: day(6) },
    ]);
    await catalog.dataSource.query("ANALYZE");
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await server.drop();
  });

  function recordsOf({ type, name, status, team }: Described): object[] {
    const reading = (field: ReadingField, value: object) => ({
      kind: "reading",
      resource: { type, name },
      type: field.readingType,
      value,
      collectedOn: day(3),
    });
    return [
      { kind: "resource", type, name, observedOn: day(2) },
      ...(status === undefined ? [] : [reading(STATUS, { status })]),
      ...(team === undefined ? [] : [reading(TEAM, { team })]),
    ];
  }

  const having = (field: ReadingField, ...values: string[]) => ({ field, values });

  it("looks for the few first, and at one after the other where many meet every condition", async () => {
    const choose = (filter: ResourceFilter) => chooseSearch(catalog.database, filter);
    const [many, few] = [having(TEAM, "x"), having(TEAM, "y")];
    expect(await choose({ fields: [many] })).toMatchObject({ isWalk: true });
    expect(await choose({ fields: [many, few] })).toMatchObject({ selective: few, isWalk: false });
    expect(await choose({ fields: [many], namePrefix: "n1" })).toEqual({});
  });

  it("remembers for a while that many meet a condition, and counts the few anew", async () => {
    const asked: unknown[] = [];
    const database: Database = {
      query: (statement, values) => {
        asked.push(values);
        return catalog.database.query(statement, values);
      },
    };
    for (const fields of [[having(TEAM, "x")], [having(TEAM, "y")]]) {
      await chooseSearch(database, { fields });
      expect(await chooseSearch(database, { fields })).toEqual(await chooseSearch(catalog.database, { fields }));
    }
    expect(asked).toEqual([["x"], ["y"], ["y"]]);
  });

  it("changes nothing of what is found, page by page", async () => {
    const status = fc.subarray(["up", "down", "unknown"], { minLength: 1 }).map((values) => having(STATUS, ...values));
    const team = fc.subarray(["x", "y", "z"], { minLength: 1 }).map((values) => having(TEAM, ...values));
    const types = fc.shuffledSubarray(["A", "B", "C", "D", "E", "Z"], { minLength: 1 });
    const fields = fc.oneof(fc.tuple(status), fc.tuple(team), fc.tuple(status, team), fc.tuple(team, status));
    const chosen = new Set<boolean | undefined>();
    await fc.assert(
      fc.asyncProperty(
        fields,
        fc.option(types),
        fc.integer({ min: 400, max: 3_000 }),
        async (conditions, wanted, limit) => {
          const filter = { fields: conditions, ...(wanted && { types: wanted }) };
          chosen.add((await chooseSearch(catalog.database, filter)).isWalk);
          const expected = SHOWN.filter(
            (each) =>
              (wanted?.includes(each.type) ?? true) &&
              conditions.every(({ field, values }) => values.includes(each[field.name as "status" | "team"] ?? "")),
          ).map(({ type, name }) => `${type} ${name}`);
          const seen: string[] = [];
          for (let after: { type: string; name: string } | undefined; ;) {
            const page = await listResources(catalog.database, { filter, after, limit });
            seen.push(...page.map(({ type, name }) => `${type} ${name}`));
            if (page.length < limit) break;
            after = page.at(-1);
          }
          expect(seen).toEqual(expected);
          expect(await countResources(catalog.database, filter, 1_000)).toBe(Math.min(1_000, expected.length));
        },
      ),
      { numRuns: 40 },
    );
    expect(chosen).toEqual(new Set([true, false]));
  });

  it("looks for a part in the fields that the types can have, at each Resource where they are few beside the Readings", async () => {
    const choose = async (types?: string[]) =>
      (await chooseSearch(catalog.database, { part: { text: "up", fields: [STATUS, TEAM] }, ...(types && { types }) }))
        .part;
    expect(await choose()).toBeUndefined();
    expect(await choose(["A"])).toEqual({ fields: [], probed: [] });
    expect(await choose(["C"])).toEqual({ fields: [TEAM], probed: [TEAM] });
    expect(await choose(["B"])).toEqual({ fields: [STATUS, TEAM], probed: [] });
    expect(await choose(["C", "E"])).toEqual({ fields: [STATUS, TEAM], probed: [STATUS, TEAM] });
    // What has trigrams is found by them.
    await catalog.dataSource.query("CREATE INDEX declared_part_0 ON resource (id)");
    expect(await choose(["C"])).toEqual({ fields: [TEAM], probed: [] });
    await catalog.dataSource.query("DROP INDEX declared_part_0");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("UP", "own", "n0001", "x", "Y", "nothing"),
        fc.option(fc.shuffledSubarray(["A", "B", "C", "D", "E", "Z"], { minLength: 1 })),
        async (text, wanted) => {
          const has = (value = "") => value.toLowerCase().includes(text.toLowerCase());
          const expected = SHOWN.filter(
            ({ type, name, status, team }) =>
              (wanted?.includes(type) ?? true) && (has(name) || has(status) || has(team)),
          ).map(({ type, name }) => `${type} ${name}`);
          const filter = { part: { text, fields: [STATUS, TEAM] }, ...(wanted && { types: wanted }) };
          const found = await listResources(catalog.database, { filter, limit: 10_000 });
          expect(found.map(({ type, name }) => `${type} ${name}`)).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("finds what a sink stored that counted snapshots by their own type alone", async () => {
    await catalog.dataSource.query("UPDATE type_tally SET resource_type = NULL WHERE kind = 'snapshot'");
    const filter = { fields: [having(STATUS, "up")] };
    const isUp = ({ status }: Described) => status === "up";
    expect(await listResources(catalog.database, { filter, limit: 5_000 })).toHaveLength(SHOWN.filter(isUp).length);
    const part = { part: { text: "up", fields: [STATUS] }, types: ["E"] };
    expect(await listResources(catalog.database, { filter: part, limit: 5_000 })).toHaveLength(
      SHOWN.filter((each) => each.type === "E" && isUp(each)).length,
    );
  });
});
