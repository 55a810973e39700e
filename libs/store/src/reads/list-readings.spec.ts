import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { listReadings, type ReadingFilter, type ReadingKey } from "./list-readings.js";
import type { ReadingField } from "./reading-field.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const TEAM: ReadingField = { name: "team", readingType: "Ownership", path: ["owner", "it's \\ 100%"] };
const FIRST: ReadingField = { name: "first", readingType: "Tags", path: ["0"] };
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe(listReadings.name, () => {
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

  const reading = (name: string, type: string, value: unknown, resourceType = "Service") => ({
    kind: "reading",
    resource: { type: resourceType, name },
    type,
    value,
    collectedOn: day(3),
  });
  const owned = (name: string, team: unknown) => reading(name, TEAM.readingType, { owner: { [TEAM.path[1]!]: team } });
  const found = async (filter: ReadingFilter, sort?: ReadingField) => {
    const rows = await listReadings(catalog.database, { filter, sort, limit: 100 });
    return rows.map(({ type, value }) => `${type} ${value}`).toSorted();
  };

  async function walk(
    input: { filter: ReadingFilter; sort?: ReadingField; limit: number },
    between: () => Promise<unknown> = async () => undefined,
  ): Promise<(ReadingKey & { value: string })[]> {
    const seen: (ReadingKey & { value: string })[] = [];
    for (let after: ReadingKey | undefined; ;) {
      const page = await listReadings(catalog.database, { ...input, after });
      seen.push(...page);
      if (page.length < input.limit) return seen;
      after = page.at(-1);
      await between();
    }
  }

  it("filters by type, type of the Resource, predicate and fields, and leaves out what is hidden", async () => {
    await catalog.ingest([
      reading("orders", "Tags", ["a", 1]),
      reading("billing", "Tags", ["b", 2]),
      reading("orders", "Health", { up: true }),
      reading("old", "Tags", ["a", 3]),
      reading("orders", "Tags", ["a", 4], "Lambda"),
      { ...reading("orders", "Tags", ["a", 5]), storageMode: "TIME_SERIES" },
      { kind: "removal", resource: { type: "Service", name: "old" }, removedOn: day(4) },
    ]);
    const all = ['Health {"up": true}', 'Tags ["a", 1]', 'Tags ["a", 4]', 'Tags ["b", 2]'];
    expect(await found({})).toEqual(all);
    expect(await found({ type: "Tags" })).toEqual(all.slice(1));
    expect(await found({ resourceType: "Lambda" })).toEqual(['Tags ["a", 4]']);
    expect(await found({ where: "$[1] >= 2" })).toEqual(['Tags ["a", 4]', 'Tags ["b", 2]']);
    expect(await found({ where: "exists($.up ? (@ == true))" })).toEqual(['Health {"up": true}']);
    expect(await found({ where: "$.up" })).toEqual(['Health {"up": true}']);
    expect(await found({ fields: [{ field: FIRST, values: ["a"] }] })).toEqual(['Tags ["a", 1]', 'Tags ["a", 4]']);
    expect(await found({ fields: [{ field: FIRST, values: ["b", "a"] }], resourceType: "Service" })).toEqual([
      'Tags ["a", 1]',
      'Tags ["b", 2]',
    ]);
    expect(await found({ fields: [{ field: FIRST, values: ["A"] }] })).toEqual([]);
    expect(await found({ type: "Health", fields: [{ field: FIRST, values: ["a"] }] })).toEqual([]);
  });

  it("compares the whole of a value, of which the index holds the beginning only", async () => {
    const long = "\u{1F600}".repeat(300);
    await catalog.ingest([owned("a", `${long}a`), owned("b", `${long}b`), owned("c", long.slice(0, 512))]);
    const resources = async (...values: string[]) =>
      (await listReadings(catalog.database, { filter: { fields: [{ field: TEAM, values }] }, limit: 9 })).map(
        (each) => each.resourceId,
      );
    expect(await resources(`${long}b`)).toEqual([resourceId("Service", "b")]);
    expect(await resources(long.slice(0, 512))).toEqual([resourceId("Service", "c")]);
    expect(await resources(long)).toEqual([]);
    expect((await resources(`${long}a`, `${long}b`)).toSorted()).toEqual(
      [resourceId("Service", "a"), resourceId("Service", "b")].toSorted(),
    );
  });

  it("takes numbers, booleans and whole documents by their text, and null for no value", async () => {
    await catalog.ingest([
      reading("1", "Tags", [1.5]),
      reading("2", "Tags", [true]),
      reading("3", "Tags", [{ b: 1, a: [] }]),
      reading("4", "Tags", [null]),
      reading("5", "Tags", "no array"),
    ]);
    const withFirst = (value: string) => found({ fields: [{ field: FIRST, values: [value] }] });
    expect(await withFirst("1.5")).toEqual(["Tags [1.5]"]);
    expect(await withFirst("true")).toEqual(["Tags [true]"]);
    expect(await withFirst('{"a": [], "b": 1}')).toEqual(['Tags [{"a": [], "b": 1}]']);
    expect(await withFirst("null")).toEqual([]);
  });

  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 4 }),
    fc.constantFrom("", "a", "A", "%", "_", "\\", "'", '"', "\u{10FFFF}", "\uFFFD"),
  );
  const value = fc.option(
    anyText.map((text) => text.replaceAll("\0", "-").toWellFormed()),
    { freq: 4 },
  );

  it("gives by every order each snapshot that was there throughout once, whatever is written meanwhile", async () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", "b", "c", "d") }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.array(value, { minLength: 12, maxLength: 12 }),
        fc.array(fc.record({ name: fc.string({ minLength: 4, maxLength: 5 }), team: value }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 13 }),
        fc.constantFrom("none", "type", "sort", "sort and type"),
        async (present, teams, late, limit, how) => {
          await clear();
          const stable = present.flatMap((name, index) => [owned(name, teams[index]), reading(name, "Other", index)]);
          await catalog.ingest(stable);
          const isTyped = how === "type" || how === "sort and type";
          const isSorted = how.startsWith("sort");
          const pending = late.map(({ name, team }) => owned(`late ${name.replaceAll(/\p{Cc}/gu, "-")}`, team));
          const seen = await walk(
            { filter: isTyped ? { type: "Ownership" } : {}, limit, ...(isSorted && { sort: TEAM }) },
            async () => {
              const next = pending.pop();
              if (next) await catalog.ingest([next]);
            },
          );
          const keyOf = (each: { resourceId: string; type: string }) => `${each.resourceId} ${each.type}`;
          const expected = stable
            .filter((each) => !isTyped || each.type === "Ownership")
            .map((each) => `${resourceId("Service", each.resource.name)} ${each.type}`);
          const keys = seen.map(keyOf);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.filter((each) => expected.includes(each)).toSorted()).toEqual(expected.toSorted());
          const inOrder = seen.toSorted((a, b) => {
            const [x, y] = [a.sortValue ?? null, b.sortValue ?? null];
            if (isSorted && (x === null) !== (y === null)) return x === null ? 1 : -1;
            return (
              (isSorted && x !== null && byBytes(x, y!)) ||
              byBytes(a.resourceId, b.resourceId) ||
              byBytes(a.type, b.type)
            );
          });
          expect(keys).toEqual(inOrder.map(keyOf));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("finds exactly the snapshots whose field has a value, whatever characters it has", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 10 }), fc.nat(), async (teams, pick) => {
        await clear();
        await catalog.ingest(teams.map((team, index) => owned(`s${index}`, team)));
        const wanted = teams[pick % teams.length] ?? "nothing has this";
        const rows = await listReadings(catalog.database, {
          filter: { fields: [{ field: TEAM, values: [wanted] }] },
          limit: 100,
        });
        const expected = teams.flatMap((team, index) => (team === wanted ? [resourceId("Service", `s${index}`)] : []));
        expect(rows.map((each) => each.resourceId).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it("sorts nothing where nothing has the field", async () => {
    await catalog.ingest([reading("a", "Tags", [1]), reading("b", "Tags", [2])]);
    expect(await found({ type: "Tags" }, TEAM)).toEqual(["Tags [1]", "Tags [2]"]);
  });
});
