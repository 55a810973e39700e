import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { shapeOf } from "./catalog-shape.js";
import { fillCatalog } from "./fill-catalog.js";

const BASE = "2026-06-20T12:00:00Z";
const PER_MESSAGE = 1_000;

/** What would have been published for the catalog to be as it is, by source. */
const RECORDS = `
WITH text AS (
  SELECT r.id, r.type, r.name, p.type AS parent_type, p.name AS parent_name, r.expires_on, c.source,
    (SELECT jsonb_object_agg(key, to_char((value #>> '{}')::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
     FROM jsonb_each(to_jsonb(r)) WHERE key IN ('mentioned_on', 'declared_on', 'removed_on') AND value #>> '{}' <> '-infinity') AS times
  FROM resource r
  JOIN claim c ON c.resource_id = r.id
  LEFT JOIN resource p ON p.id = r.parent_id
), reading AS (
  SELECT n.*, 'SNAPSHOT' AS mode FROM snapshot n UNION ALL SELECT n.*, 'TIME_SERIES' FROM series n
)
SELECT source, jsonb_build_object('kind', 'resource', 'type', type, 'name', name, 'observedOn', times -> 'mentioned_on') AS record
FROM text
UNION ALL
SELECT source, jsonb_build_object('kind', 'resource', 'type', type, 'name', name, 'observedOn', times -> 'declared_on')
  || CASE WHEN expires_on < 'infinity' THEN '{"expiresAfter": "P3D"}' ELSE '{}'::jsonb END
  || CASE WHEN parent_type IS NULL THEN '{}'::jsonb ELSE
    jsonb_build_object('parent', jsonb_build_object('type', parent_type, 'name', parent_name)) END
FROM text
UNION ALL
SELECT source, jsonb_build_object('kind', 'removal', 'resource', jsonb_build_object('type', type, 'name', name), 'removedOn', times -> 'removed_on')
FROM text WHERE times ? 'removed_on'
UNION ALL
SELECT n.source, jsonb_build_object('kind', 'reading', 'resource', jsonb_build_object('type', r.type, 'name', r.name), 'type', n.type,
  'storageMode', n.mode, 'value', n.value, 'collectedOn', to_char(n.collected_on AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
FROM reading n
JOIN resource r ON r.id = n.resource_id`;

/** A table as a number that tells whether two are equal. */
const FINGERPRINTS = Object.entries({
  resource: "resource",
  claim: "claim",
  snapshot: "snapshot",
  reference: "reference",
  series: "series",
  resource_current: "resource_current",
  type_tally:
    "(SELECT kind, type, resource_type, sum(count) AS count, max(newest) AS newest FROM type_tally GROUP BY kind, type, resource_type)",
  indexes:
    "(SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'declared%' AND tablename !~ '_2026_')",
})
  .map(
    ([name, rows]) =>
      `SELECT '${name}' AS name, count(*)::int AS count, sum(hashtextextended(t::text, 0)) AS sum FROM ${rows} t`,
  )
  .join(" UNION ALL ");

describe(fillCatalog.name, () => {
  let databases: TestDatabase[];
  let generated: DataSource;
  let ingested: DataSource;

  beforeEach(async () => {
    databases = [await createTestDatabase(), await createTestDatabase()];
    [generated, ingested] = (await Promise.all(
      databases.map(({ url }) => createDataSource({ url, applicationName: "fill-catalog-test" }).initialize()),
    )) as [DataSource, DataSource];
  });

  afterEach(async () => {
    await generated.destroy();
    await ingested.destroy();
    for (const database of databases) await database.drop();
  });

  it("writes what a sink would have written of the records that say the same", async () => {
    const shape = shapeOf(4_000);
    await fillCatalog(generated, shape, { url: databases[0]!.url, seed: 1, base: BASE, progress: () => undefined });
    const rows: { source: string; record: object }[] = await generated.query(RECORDS);
    const store = new PostgresCatalogStore(ingested);
    const outcomes = new Set<string>();
    for (const [source, of] of Map.groupBy(rows, (row) => row.source)) {
      for (let start = 0; start < of.length; start += PER_MESSAGE) {
        const text = JSON.stringify({
          source,
          records: of.slice(start, start + PER_MESSAGE).map(({ record }) => record),
        });
        const report = await ingestBatch(
          [{ text, sentOn: "2026-07-01T00:00:00.000000Z", receivedOn: "2026-07-01T00:00:00.000000Z" }],
          store,
        );
        for (const entry of report.ledger) outcomes.add(entry.outcome);
      }
    }
    expect(outcomes).not.toContain("rejected");
    const [left, right] = [await generated.query(FINGERPRINTS), await ingested.query(FINGERPRINTS)];
    expect(left).toEqual(right);
    expect(left.find(({ name }: { name: string }) => name === "resource").count).toBe(shape.total);
  }, 180_000);
});
