import { resourceId } from "@binnacle/contract";
import { createDataSource } from "@binnacle/store";
import { catalogAfter, type ModelRecord } from "../convergence/catalog-model.js";
import { claimsAfter, sweepsAfter, type ModelSweep } from "../convergence/claims-model.js";
import {
  differingReferences,
  differingTallies,
  storedCatalog,
  storedClaims,
  storedSweeps,
} from "../convergence/stored-catalog.js";

// What became of a record depends on what came before it; that it is told does not.
const ANSWERED = `
SELECT id, array_agg(DISTINCT index ORDER BY index) AS indexes
FROM receipt
CROSS JOIN json_array_elements(outcomes) AS outcome
CROSS JOIN generate_series((outcome->>0)::integer, (outcome->>0)::integer + (outcome->>1)::integer - 1) AS index
GROUP BY id`;

/** Everything that a catalog holds, as lines, so that two catalogs compare as two sets. */
export type CatalogContents = ReadonlySet<string>;

/**
 * What the model says that the records end in. `rejected` are the texts of records that cannot be accepted, `receipts` how many
 * records each receipt is to tell of.
 */
export function expectedContents(
  records: readonly ModelRecord[],
  rejected: readonly string[],
  receipts: ReadonlyMap<string, number>,
): CatalogContents {
  const { resources, snapshots, series } = catalogAfter(records, realId);
  return linesOf({
    resource: resources,
    snapshot: snapshots,
    series,
    claim: claimsAfter(records),
    sweep: sweepsAfter(records).map(withRealParent),
    rejection: rejected.map((record) => ({ record })),
    receipt: [...receipts].map(([id, records]) => ({ id, indexes: [...Array(records).keys()] })),
  });
}

/** What the database holds, read through the views where there are any. */
export async function storedContents(url: string): Promise<CatalogContents> {
  const database = await createDataSource({ url, applicationName: "chaos-reader", poolSize: 1 }).initialize();
  try {
    const { resources, snapshots, series } = await storedCatalog(database);
    return linesOf({
      resource: resources,
      snapshot: snapshots,
      series,
      claim: await storedClaims(database),
      sweep: await storedSweeps(database),
      // What is ahead of the clock was redriven: a repeat of it may have been refused since.
      rejection: await database.query("SELECT record FROM rejection WHERE code <> 'CLOCK_AHEAD'"),
      receipt: await database.query(ANSWERED),
      "wrong reference": (await differingReferences(database)) as object[],
      "wrong tally": (await differingTallies(database)) as object[],
    });
  } finally {
    await database.destroy();
  }
}

/** Lines that the catalog lacks, and lines that it has too many. */
export function differences(expected: CatalogContents, stored: CatalogContents): string[] {
  return [
    ...[...expected.difference(stored)].map((line) => `missing: ${line}`),
    ...[...stored.difference(expected)].map((line) => `unexpected: ${line}`),
  ];
}

function linesOf(tables: Record<string, readonly object[]>): CatalogContents {
  return new Set(Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => `${table} ${print(row)}`)));
}

function print(row: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function withRealParent({ parentId, ...sweep }: ModelSweep): ModelSweep {
  return { ...sweep, parentId: parentId && realId(parentId) };
}

function realId(id: string): string {
  const [type, name] = id.split("\n") as [string, string];
  return resourceId(type, name);
}
