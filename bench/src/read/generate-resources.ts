import { resourceId } from "@binnacle/contract";
import type { DataSource } from "typeorm";
import { nameOf, parentOf, type CatalogShape, type GeneratedType } from "./catalog-shape.js";

const BATCH = 20_000;

/** What the readings are made from; `h` is a number that looks random and is the same every time. */
const SEED_TABLE = `
CREATE UNLOGGED TABLE bench_seed (
  type text COLLATE "C" NOT NULL, index integer NOT NULL, id uuid NOT NULL, name text COLLATE "C" NOT NULL, parent_id uuid, h bigint NOT NULL
)`;

const INSERT_SEEDS = `
INSERT INTO bench_seed
SELECT $1, s.index, s.id, s.name, s.parent_id, hashtextextended(s.name, $5) & 2147483647
FROM unnest($2::integer[], $3::uuid[], $4::text[], $6::uuid[]) AS s (index, id, name, parent_id)`;

/**
 * Everything has a resource record of its own. One image in 200 was removed and never heard of again, one in 200 was removed and came
 * back; one instance in ten has a lease; the first images and databases were created some minutes over an hour ago.
 */
const INSERT_RESOURCES = `
INSERT INTO resource (id, type, name, mentioned_on, declared_on, expires_on, parent_set_on, parent_id, removed_on, published_removal_on)
SELECT
  s.id, s.type, s.name,
  -- Before anything else that is said of it.
  $1::timestamptz - CASE
    WHEN s.index < 20 AND s.type IN ('RdsInstance', 'ContainerImage') THEN (s.index + 60) * interval '1 minute'
    ELSE (s.h % 400 + 12) * interval '1 day'
  END,
  t.declared_on,
  CASE WHEN s.type = 'ServiceInstance' AND s.h % 10 = 0 THEN t.declared_on + interval '3 days' ELSE 'infinity' END,
  CASE WHEN s.parent_id IS NULL THEN '-infinity' ELSE t.declared_on END,
  s.parent_id,
  t.removed_on, t.removed_on
FROM bench_seed s
CROSS JOIN LATERAL (
  SELECT
    $1::timestamptz - (s.h % 50 + 1) * interval '1 minute' AS declared_on,
    CASE
      WHEN s.type <> 'ContainerImage' THEN '-infinity'
      WHEN s.h % 200 = 1 THEN $1::timestamptz
      WHEN s.h % 200 = 2 THEN $1::timestamptz - interval '2 days'
      ELSE '-infinity'
    END AS removed_on
) t`;

const INSERT_CLAIMS = `
INSERT INTO claim (resource_id, source, claimed_on)
SELECT s.id, 'company/collector-' || s.h % 20, r.declared_on
FROM bench_seed s
JOIN resource r ON r.id = s.id`;

/** Ids are computed here, since PostgreSQL has no SHA-1 of its own; the rest is the database's work. */
export async function generateResources(
  dataSource: DataSource,
  shape: CatalogShape,
  { seed, base }: { seed: number; base: string },
): Promise<void> {
  await dataSource.query(SEED_TABLE);
  for (const [type, count] of Object.entries(shape.counts) as [GeneratedType, number][]) {
    for (let start = 0; start < count; start += BATCH) {
      const indices = Array.from({ length: Math.min(BATCH, count - start) }, (_, position) => start + position);
      const names = indices.map((index) => nameOf(type, index, shape));
      const parents = indices.map((index) => {
        const parent = parentOf(type, index, shape);
        return parent === undefined ? null : resourceId(parent[0], nameOf(...parent, shape));
      });
      const ids = names.map((name) => resourceId(type, name));
      await dataSource.query(INSERT_SEEDS, [type, indices, ids, names, seed, parents]);
    }
  }
  await dataSource.query("ANALYZE bench_seed");
  await dataSource.query(INSERT_RESOURCES, [base]);
  await dataSource.query(INSERT_CLAIMS);
}
