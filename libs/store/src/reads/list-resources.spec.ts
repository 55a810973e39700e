import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { countResources, listResources } from "./list-resources.js";
import type { ResourceFilter } from "./resource-filter.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

/** Names that trip up what escapes, compares or cuts wrongly. */
const AWKWARD = ["'", '"', "\\", "%", "_", "/", " ", "a", "A", "é", "\uFFFD", "\uD7FF", "\u{1F600}", "\u{10FFFF}", "z"];
const name = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: "grapheme", minLength: 1, maxLength: 2 })), {
    minLength: 1,
    maxLength: 6,
  })
  // eslint-disable-next-line no-control-regex
  .map((parts) =>
    parts
      .join("")
      .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "-")
      .normalize("NFC"),
  );
const type = fc.constantFrom("A", "B", "a", "A-b");

describe(listResources.name, () => {
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

  const resource = (of: { type: string; name: string }, more: object = {}) => ({ kind: "resource", ...of, ...more });
  const namesOf = async (filter: ResourceFilter) => {
    const found = await listResources(catalog.database, { filter, limit: 100 });
    expect(await countResources(catalog.database, filter, 100)).toBe(found.length);
    return found.map((each) => each.name);
  };

  /** Reads page by page, and lets something happen in between. */
  async function walk(filter: ResourceFilter, limit: number, between: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    for (let after: { type: string; name: string } | undefined; ;) {
      const page = await listResources(catalog.database, { filter, after, limit });
      seen.push(...page.map((each) => `${each.type}\n${each.name}`));
      if (page.length < limit) return seen;
      after = page.at(-1);
      await between();
    }
  }

  it("gives by keyset every Resource that was there throughout exactly once, in UTF-8 byte order, whatever is added meanwhile", async () => {
    const address = fc.record({ type, name });
    const key = (of: { type: string; name: string }) => `${of.type}\n${of.name}`;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(address, { maxLength: 12, selector: key }),
        fc.array(address, { maxLength: 6 }),
        fc.integer({ min: 1, max: 13 }),
        async (present, late, limit) => {
          await clear();
          await catalog.ingest(present.map((of) => resource(of)));
          const pending = [...late];
          const seen = await walk({}, limit, async () => {
            const next = pending.pop();
            if (next) await catalog.ingest([resource(next)]);
          });
          const expected = new Set(present.map(key));
          expect(seen.filter((each) => expected.has(each))).toHaveLength(expected.size);
          expect(new Set(seen).size).toBe(seen.length);
          const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
          const pairs = seen.map((each) => each.split("\n") as [string, string]);
          const sorted = pairs.toSorted((a, b) => byBytes(a[0], b[0]) || byBytes(a[1], b[1]));
          expect(pairs).toEqual(sorted);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("finds by prefix exactly the names that begin with it, whatever characters it has", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 1, maxLength: 15 }),
        fc.nat(),
        fc.nat(),
        async (names, pick, cut) => {
          await clear();
          await catalog.ingest(names.map((each) => resource({ type: "A", name: each })));
          const codePoints = Array.from(names[pick % names.length]!);
          const prefix = codePoints.slice(0, 1 + (cut % codePoints.length)).join("");
          const expected = names.filter((each) => each.startsWith(prefix));
          expect(new Set(await namesOf({ namePrefix: prefix }))).toEqual(new Set(expected));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("filters by type, name, parent, time of creation, declaration and what is lacking, also all at once", async () => {
    const team = { type: "Team", name: "payments" };
    await catalog.ingest([
      resource({ type: "Service", name: "billing" }, { observedOn: day(2), parent: team }),
      resource({ type: "Service", name: "orders" }, { observedOn: day(3), parent: null }),
      resource({ type: "Lambda", name: "orders" }, { observedOn: day(4), parent: team }),
      {
        kind: "reading",
        resource: { type: "Service", name: "orders" },
        type: "HealthCheck",
        value: 1,
        collectedOn: day(3),
      },
    ]);
    const parentId = resourceId(team.type, team.name);
    expect(await namesOf({})).toEqual(["orders", "billing", "orders", "payments"]);
    expect(await namesOf({ types: ["Team", "Service"] })).toEqual(["billing", "orders", "payments"]);
    expect(await namesOf({ types: ["Nothing"] })).toEqual([]);
    expect(await namesOf({ name: "orders" })).toEqual(["orders", "orders"]);
    expect(await namesOf({ name: "order" })).toEqual([]);
    expect(await namesOf({ parentId })).toEqual(["orders", "billing"]);
    expect(await namesOf({ parentId: null })).toEqual(["orders", "payments"]);
    expect(await namesOf({ createdAfter: day(3) })).toEqual(["orders", "orders"]);
    expect(await namesOf({ createdBefore: day(3) })).toEqual(["billing", "payments"]);
    expect(await namesOf({ declared: false })).toEqual(["payments"]);
    expect(await namesOf({ declared: true })).toEqual(["orders", "billing", "orders"]);
    expect(await namesOf({ without: "HealthCheck" })).toEqual(["orders", "billing", "payments"]);
    expect(
      await namesOf({
        types: ["Service"],
        name: "billing",
        namePrefix: "bill",
        parentId,
        createdAfter: day(2),
        createdBefore: day(3),
        declared: true,
        without: "HealthCheck",
      }),
    ).toEqual(["billing"]);
  });

  it("finds what the views say is declared, a root or lacks a reading, whatever came and went", async () => {
    const on = fc.integer({ min: 1, max: 9 }).map(day);
    const address = fc.record({ type: fc.constantFrom("A", "B"), name: fc.constantFrom("1", "2", "3", "4") });
    const record = fc.oneof(
      fc
        .record({ kind: fc.constant("resource"), of: address, parent: fc.option(address), on })
        .map(({ of, on: observedOn, ...rest }) => ({ ...rest, ...of, observedOn })),
      fc.record({ kind: fc.constant("removal"), resource: address, removedOn: on }),
      fc.record({
        kind: fc.constant("reading"),
        resource: address,
        type: fc.constantFrom("X", "Y"),
        value: fc.constant(1),
        collectedOn: on,
      }),
    );
    const lacks = "NOT EXISTS (SELECT FROM reading_current s WHERE s.resource_id = r.id AND s.type = 'X')";
    const cases: [ResourceFilter, string][] = [
      [{ declared: false }, "NOT declared"],
      [{ declared: true }, "declared"],
      [{ parentId: null }, "parent_id IS NULL"],
      [{ parentId: null, declared: false }, "parent_id IS NULL AND NOT declared"],
      [{ without: "X" }, lacks],
      [{ without: "X", declared: false }, `${lacks} AND NOT declared`],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(record, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom<string[] | undefined>(undefined, ["A"], ["B", "A"]),
        async (batches, types) => {
          await clear();
          for (const batch of batches) await catalog.ingest(batch);
          for (const [filter, condition] of cases) {
            const viewed = await catalog.dataSource.query<{ name: string }[]>(
              `SELECT r.type || ' ' || r.name AS name FROM resource_current r
               WHERE ${condition} AND r.type = ANY($1) ORDER BY r.type, r.name`,
              [types ?? ["A", "B"]],
            );
            const wanted = { ...filter, ...(types && { types }) };
            const found = await listResources(catalog.database, { filter: wanted, limit: 100 });
            expect(found.map((each) => `${each.type} ${each.name}`)).toEqual(viewed.map((each) => each.name));
            expect(await countResources(catalog.database, wanted, 100)).toBe(found.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("goes on after a key among the children of a parent too", async () => {
    const parent = { type: "Service", name: "orders" };
    const children = ["1", "2", "3", "4", "5"].map((each) => ({ type: "ServiceDeployment", name: each }));
    await catalog.ingest(children.map((each) => resource(each, { parent })));
    const seen = await walk({ parentId: resourceId(parent.type, parent.name) }, 2, async () => undefined);
    expect(seen).toEqual(children.map((each) => `${each.type}\n${each.name}`));
  });

  it("counts no further than it is told", async () => {
    await catalog.ingest(["1", "2", "3"].map((each) => resource({ type: "Service", name: each })));
    expect(await countResources(catalog.database, {}, 2)).toBe(2);
  });
});
