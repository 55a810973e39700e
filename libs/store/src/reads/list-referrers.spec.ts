import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Database } from "./database.js";
import { FEW, listReferrers } from "./list-referrers.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const TARGETS = ["many", "few"];

interface Referrer {
  type: string;
  name: string;
  /** By reading type, whom it refers to. */
  refersTo: Record<string, string[]>;
}

const numbered = (type: string, count: number, refersTo: (index: number) => Referrer["refersTo"]): Referrer[] =>
  Array.from({ length: count }, (_, index) => ({
    type,
    name: `n${String(index).padStart(5, "0")}`,
    refersTo: refersTo(index),
  }));

/** Nearly all of one type, and here and there one of the others. */
const SHOWN: Referrer[] = [
  ...numbered("A", 500, (index) => ({ Owner: index % 250 === 7 ? ["many"] : ["few"].slice(index % 200) })),
  ...numbered("B", FEW + 100, (index) => ({ Owner: ["many"], ...(index % 3 === 0 && { Calls: ["many", "few"] }) })),
  ...numbered("C", 1_500, (index) => ({ Calls: index % 90 === 0 ? ["many"] : [] })),
];
const GONE = numbered("B-gone", 30, () => ({ Owner: TARGETS, Calls: TARGETS }));
/** Removed, and shown again by one of its readings. */
const BACK: Referrer[] = [{ type: "B", name: "zzz", refersTo: { Calls: ["many"] } }];

describe(listReferrers.name, () => {
  let server: TestDatabase;
  let catalog: TestCatalog;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
    const readings = ({ type, name, refersTo }: Referrer, collectedOn = day(3)) =>
      Object.entries(refersTo).map(([readingType, targets]) => ({
        kind: "reading",
        resource: { type, name },
        type: readingType,
        value: targets.map((target) => ({ resourceType: "Team", resourceName: target })),
        collectedOn,
      }));
    const before = BACK.map((each) => ({ ...each, refersTo: { Owner: TARGETS, Calls: [] } }));
    await catalog.ingest([...SHOWN, ...GONE, ...before].flatMap((each) => readings(each)));
    await catalog.ingest([
      ...[...GONE, ...BACK].map(({ type, name }) => ({
        kind: "removal",
        resource: { type, name },
        removedOn: day(5),
      })),
      ...BACK.flatMap((each) => readings(each, day(6))),
    ]);
    await catalog.dataSource.query("ANALYZE");
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await server.drop();
  });

  it("gives every referrer once and in order, with its reading types, whichever way a page is found", async () => {
    const ways = new Set<string>();
    const database: Database = {
      query: (statement, values) => {
        if (statement.name?.startsWith("list-referrers")) ways.add(statement.name);
        return catalog.database.query(statement, values);
      },
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TARGETS),
        fc.constantFrom(undefined, "Owner", "Calls"),
        fc.integer({ min: 60, max: 1_000 }),
        async (target, readingType, limit) => {
          const expected = [...SHOWN, ...BACK]
            .map(({ type, name, refersTo }) => {
              const types = Object.keys(refersTo).filter(
                (each) => refersTo[each]!.includes(target) && each === (readingType ?? each),
              );
              return { type, name, types: types.toSorted() };
            })
            .filter(({ types }) => types.length > 0)
            .map(({ type, name, types }) => `${type} ${name} ${types}`);
          const seen: string[] = [];
          for (let after: { type: string; name: string } | undefined; ;) {
            const input = { resourceId: resourceId("Team", target), readingType, after, limit };
            const page = await listReferrers(database, input);
            seen.push(...page.map(({ type, name, readingTypes }) => `${type} ${name} ${readingTypes}`));
            if (page.length < limit) break;
            after = page.at(-1);
          }
          expect(seen).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 40 },
    );
    expect(ways.size).toBe(4);
  });
});
