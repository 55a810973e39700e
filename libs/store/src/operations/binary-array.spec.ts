import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { createDataSource } from "../data-source.js";
import { byteaArray, jsonbArray, textArray, tidArray, timestampArray, uuidArray } from "./binary-array.js";

/** Text as PostgreSQL can hold it. */
const text = fc.string({ unit: "binary" }).map((string) => string.replaceAll("\0", "").toWellFormed());
const time = fc
  .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
  .chain((date) => fc.nat(999).map((micros) => date.toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`)));
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString("hex"));

describe("an array in binary", () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "arrays" }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function holds<T>(element: fc.Arbitrary<T>, array: (values: T[]) => Buffer, sql: string): Promise<void> {
    await fc.assert(
      fc.asyncProperty(fc.array(element), async (values) => {
        const rows: { value: T }[] = await dataSource.query(sql, [array(values)]);
        expect(rows.map(({ value }) => value)).toEqual(values);
      }),
      { numRuns: 40 },
    );
  }

  it("is read by PostgreSQL as its elements, in their order: texts", () =>
    holds(text, textArray, "SELECT value FROM unnest($1::text[]) AS value"));

  it("uuids and NULL", () => holds(fc.option(fc.uuid()), uuidArray, "SELECT value FROM unnest($1::uuid[]) AS value"));

  it("bytes", () =>
    holds(hex(32), byteaArray, "SELECT encode(value, 'hex') AS value FROM unnest($1::bytea[]) AS value"));

  it("times, before and after 2000, never and always", () =>
    holds(
      fc.oneof(time, fc.constantFrom("infinity", "-infinity")),
      timestampArray,
      `SELECT CASE WHEN isfinite(value) THEN to_char(value, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE value::text END AS value
       FROM unnest($1::timestamptz[]) AS value`,
    ));

  it("places of rows", () =>
    holds(
      fc
        .tuple(fc.nat(0xffff_fffe), fc.integer({ min: 1, max: 0xffff }))
        .map(([block, offset]) => `(${block},${offset})`),
      tidArray,
      "SELECT value::text FROM unnest($1::tid[]) AS value",
    ));

  it("JSON, null too", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
        const texts = values.map((value) => JSON.stringify(value)).filter((json) => !json.includes("\\u0000"));
        const rows: { value: string }[] = await dataSource.query(
          "SELECT value::text FROM unnest($1::jsonb[]) AS value",
          [jsonbArray(texts)],
        );
        expect(rows.map(({ value }) => JSON.parse(value))).toEqual(texts.map((json) => JSON.parse(json)));
      }),
      { numRuns: 40 },
    ));
});
