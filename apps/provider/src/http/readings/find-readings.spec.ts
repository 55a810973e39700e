import "reflect-metadata";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourceId } from "@binnacle/contract";
import { createDataSource } from "@binnacle/store";
import { createTestDatabase, until, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

const CONFIGURATION = `
fields:
  - {name: team, readingType: Ownership, path: [owner, team]}
  - {name: status, readingType: Health, path: [status]}
readingTypes:
  Kept: {keepHistory: true}
`;
/** Backtracks for ages: three groups of a twice each make no number of them that three does not divide. */
const HANGING = String.raw`$.text like_regex "^(a*)(a*)(a*)\\1\\1\\2\\2\\3\\3b$"`;
const LONG_TEXT = `${"a".repeat(3001)}b`;

const owned = (name: string, team: unknown, type = "Service") => ({
  kind: "reading",
  resource: { type, name },
  type: "Ownership",
  value: { owner: { team } },
});

describe("finding Readings and Resources over HTTP", () => {
  let database: TestDatabase;
  let provider: TestProvider;
  let directory: string;
  let admin: DataSource;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "find-readings-"));
    await writeFile(join(directory, "binnacle.yaml"), CONFIGURATION);
    database = await createTestDatabase();
    admin = await createDataSource({ url: database.url, applicationName: "admin" }).initialize();
    provider = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
      BINNACLE_CONFIG: join(directory, "binnacle.yaml"),
    });
    await ingestRecords(database.url, [
      owned("orders", "payments"),
      owned("billing", "payments"),
      owned("search", "discovery"),
      owned("nobody's", null),
      {
        kind: "reading",
        resource: { type: "Service", name: "orders" },
        type: "Health",
        value: { status: "UP", ms: 3 },
      },
      {
        kind: "reading",
        resource: { type: "Lambda", name: "resize" },
        type: "Health",
        value: { status: "DOWN", ms: 9 },
      },
      ...Array.from({ length: 4 }, (_, index) => ({
        kind: "reading",
        resource: { type: "Text", name: String(index) },
        type: "Text",
        value: { text: LONG_TEXT },
      })),
    ]);
  });

  afterAll(async () => {
    await provider.close();
    await admin.destroy();
    await database.drop();
    await rm(directory, { recursive: true });
  });

  const get = (path: string, parameters: Record<string, string> | [string, string][]) =>
    fetch(`${provider.origin}/api/v1${path}?${new URLSearchParams(parameters)}`);
  const json = async (path: string, parameters: Record<string, string> | [string, string][]) => {
    const response = await get(path, parameters);
    const body = (await response.json()) as Record<string, any>;
    expect([response.status, body["detail"]]).toEqual([200, undefined]);
    return body;
  };
  const problem = async (path: string, parameters: Record<string, string> | [string, string][]) => {
    const response = await get(path, parameters);
    return { retryAfter: response.headers.get("retry-after"), ...((await response.json()) as Record<string, any>) };
  };
  /** How many expensive queries the database is at. */
  const searching = async (): Promise<number> => {
    const [{ count }] = await admin.query(
      "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'binnacle-provider-search' AND state = 'active'",
    );
    return count;
  };
  const nameOf = new Map(
    ["orders", "billing", "search", "nobody's"].map((name) => [resourceId("Service", name), name]),
  ).set(resourceId("Lambda", "resize"), "resize");
  const found = async (parameters: Record<string, string> | [string, string][]) =>
    (await json("/readings", parameters))["items"].map((each: any) => `${each.type} of ${nameOf.get(each.resourceId)}`);

  it("finds snapshots by type, type of the Resource, field and predicate", async () => {
    expect((await found({ type: "Health" })).toSorted()).toEqual(["Health of orders", "Health of resize"]);
    expect(await found({ resourceType: "Lambda" })).toEqual(["Health of resize"]);
    expect((await found({ field: "team:payments" })).toSorted()).toEqual([
      "Ownership of billing",
      "Ownership of orders",
    ]);
    expect(await found({ where: '$.status == "UP" && $.ms < 5' })).toEqual(["Health of orders"]);
    expect(await found({ where: "exists($ ? (@.ms > 5))", type: "Health" })).toEqual(["Health of resize"]);
    const both: [string, string][] = [
      ["field", "team:payments"],
      ["field", "status:UP"],
    ];
    expect(await found(both)).toEqual([]);
    const either: [string, string][] = [
      ["field", "team:payments"],
      ["field", "team:discovery"],
    ];
    expect(await found(either)).toHaveLength(3);
  });

  it("sorts by a declared field, what has none last, page by page", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Record<string, any> = await json("/readings", {
        type: "Ownership",
        sort: "team",
        limit: "1",
        ...(cursor && { cursor }),
      });
      seen.push(...page["items"].map((each: any) => nameOf.get(each.resourceId)));
      cursor = page["nextCursor"];
    }
    expect([seen[0], seen.slice(1, 3).toSorted(), seen[3]]).toEqual(["search", ["billing", "orders"], "nobody's"]);
  });

  it("folds runs of equal values in the series of a type whose history is kept", async () => {
    const sample = (type: string, day: number, value: string) => ({
      kind: "reading",
      resource: { type: "Service", name: "orders" },
      type,
      storageMode: "TIME_SERIES",
      value,
      collectedOn: `2026-05-0${day}T00:00:00Z`,
    });
    const values = ["a", "a", "b", "b", "a"];
    await ingestRecords(
      database.url,
      ["Kept", "Sampled"].flatMap((type) => values.map((value, day) => sample(type, day + 1, value))),
    );
    const series = async (type: string) => {
      const { items } = await json(`/resources/${resourceId("Service", "orders")}/readings/${type}/series`, {
        order: "asc",
      });
      return items.map((each: any) => each.value);
    };
    expect(await series("Sampled")).toEqual(values);
    expect(await series("Kept")).toEqual(["a", "b", "a"]);
  });

  it("refuses a cursor of another query", async () => {
    const { nextCursor } = await json("/readings", { type: "Ownership", limit: "1" });
    const others: Record<string, string>[] = [
      { type: "Health" },
      { type: "Ownership", sort: "team" },
      { type: "Ownership", where: "$ == 1" },
    ];
    for (const other of others) {
      expect(await problem("/readings", { ...other, limit: "1", cursor: nextCursor })).toMatchObject({
        status: 400,
        errors: [{ path: "cursor" }],
      });
    }
  });

  it("finds Resources by a part of name or field, and by fields", async () => {
    const names = async (parameters: Record<string, string>) =>
      (await json("/resources", { count: "true", ...parameters }))["items"].map(({ name }: any) => name);
    expect(await names({ q: "ORD" })).toEqual(["orders"]);
    expect(await names({ q: "pay" })).toEqual(["billing", "orders"]);
    expect(await names({ q: "body's" })).toEqual(["nobody's"]);
    expect(await names({ field: "team:payments", namePrefix: "b" })).toEqual(["billing"]);
    expect(await names({ field: "team:" })).toEqual([]);
    expect(await json("/resources", { q: "pay", count: "true", limit: "1" })).toMatchObject({ total: 2 });
  });

  it("names the declared fields to who asks for another", async () => {
    const detail = 'must name a declared field, not "owner"; there are team, status';
    for (const [path, parameters] of [
      ["/resources", { field: "owner:x" }],
      ["/readings", { field: "owner:x" }],
    ] as const) {
      expect(await problem(path, parameters)).toMatchObject({ status: 400, errors: [{ path: "field", detail }] });
    }
    expect(await problem("/readings", { sort: "owner" })).toMatchObject({
      status: 400,
      errors: [{ path: "sort", detail }],
    });
  });

  it.each([
    ["$ ? (@.ms > 1)", 2],
    ["$.ms", 0],
    ["$.\u{1F600}\u{1F600} = 1", 5],
    ["$.ms == $x", 8],
    ["strict $.ms == 1", 0],
    ['$.ms == 1 && $.a like_regex "("', 8],
    ["$.ms == 1e999999", 8],
  ])("says where %s is at fault", async (where, position) => {
    expect(await problem("/readings", { where })).toMatchObject({
      status: 400,
      code: "INVALID_PARAMETER",
      position,
      errors: [{ path: "where", position }],
    });
  });

  it("takes a predicate of a thousand characters and none longer", async () => {
    const fitting = `$.a == "${"\u{1F600}".repeat(991)}"`;
    expect(await found({ where: fitting })).toEqual([]);
    expect(await problem("/readings", { where: `${fitting} ` })).toMatchObject({
      status: 400,
      errors: [{ path: "where" }],
    });
  });

  it("ends an expensive query, refuses a third at a time, and answers everything else meanwhile", async () => {
    const asked = [HANGING, `${HANGING} `].map((where) => problem("/readings", { where, type: "Text" }));
    await until("both are at work", async () => (await searching()) === 2);
    expect(await problem("/readings", { where: "$.ms == 3" })).toMatchObject({
      status: 429,
      code: "RATE_LIMITED",
      retryAfter: "2",
    });
    expect(await found({ type: "Health" })).toHaveLength(2);
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ status: 422, code: "QUERY_TIMEOUT" });
    expect(await found({ where: "$.ms == 3" })).toEqual(["Health of orders"]);
  });

  const AWKWARD = [
    "/",
    "'",
    '"',
    "%",
    "\\",
    "_",
    "?",
    "#",
    "&",
    "+",
    ";",
    ":",
    " ",
    "a",
    "é",
    "\u{1F600}",
    "\u{10FFFF}",
    "%2F",
  ];
  const name = fc
    .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: "binary", minLength: 1, maxLength: 2 })), {
      minLength: 3,
      maxLength: 6,
    })
    .map((parts) =>
      parts
        .join("")
        .toWellFormed()
        .replaceAll(/\p{Cc}/gu, "-")
        .normalize("NFC"),
    );

  it("understands every character in every parameter", async () => {
    let type = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 2, maxLength: 4 }), async ([first = "", ...others]) => {
        const own = `Awkward${++type}`;
        await ingestRecords(
          database.url,
          [first, ...others].map((each) => owned(each, each, own)),
        );
        const names = async (parameters: Record<string, string>) =>
          (await json("/resources", parameters))["items"].map((each: any) => each.name);
        expect((await json("/resources/by-name", { type: own, name: first }))["name"]).toBe(first);
        expect(await names({ type: own, name: first })).toEqual([first]);
        expect(await names({ name: first })).toContain(first);
        expect(await names({ type: own, namePrefix: first })).toContain(first);
        expect(await names({ type: own, field: `team:${first}` })).toEqual([first]);
        const holding = await names({ type: own, q: first });
        expect(holding).toContain(first);
        expect(holding.every((each: string) => each.toLowerCase().includes(first.toLowerCase()))).toBe(true);
        const ofFirst = await json("/readings", { type: "Ownership", field: `team:${first}`, resourceType: own });
        expect(ofFirst["items"].map((each: any) => each.resourceId)).toEqual([resourceId(own, first)]);
        const where = `$.owner.team == ${JSON.stringify(first)}`;
        const matching = await json("/readings", { where, resourceType: own });
        expect(matching["items"].map((each: any) => each.value.owner.team)).toEqual([first]);
        const { nextCursor } = await json("/resources", { type: own, limit: "1" });
        expect(await json("/resources", { type: own, limit: "1", cursor: nextCursor })).toMatchObject({ items: [{}] });
      }),
      { numRuns: 40 },
    );
  });
});
