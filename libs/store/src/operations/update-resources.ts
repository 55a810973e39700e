import type { ResourceRow } from "@binnacle/ingest";
import { tidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";
import { stateArrays } from "./resource-rows.js";

const UPDATE: Statement = {
  name: "sink.update-resources",
  text: `
UPDATE resource r
SET mentioned_on = i.m, declared_on = i.d, expires_on = i.e, parent_set_on = i.ps, parent_id = i.p, removed_on = i.x,
  published_removal_on = i.px
FROM unnest(
  $1::tid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::uuid[], $7::timestamptz[],
  $8::timestamptz[]
) AS i (place, m, d, e, ps, p, x, px)
WHERE r.ctid = i.place`,
};

/** Writes locked Resources. */
export async function updateResources(
  connection: Connection,
  rows: readonly ResourceRow[],
  places: readonly string[],
): Promise<void> {
  await connection.query({ ...UPDATE, values: [tidArray(places), ...stateArrays(rows)] });
}
