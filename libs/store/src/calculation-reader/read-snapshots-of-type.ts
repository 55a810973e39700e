import { MIN_TIMESTAMP } from "@binnacle/contract";
import type { SnapshotsOfTypeOptions } from "@binnacle/calculation";
import { SNAPSHOT_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

// What is left out is most of it, and is not fetched. OFFSET keeps the planner from walking through the type by Resource, in the hope that the
// limit ends it soon: what is left of hundreds of thousands is put in order.
const STATEMENT = {
  name: "calculation-snapshots-of-type",
  text: endingAtBytes(
    `SELECT ${SNAPSHOT_COLUMNS}
     FROM (
       SELECT *
       FROM snapshot_current c
       WHERE c.type = $1 AND c.collected_on >= $2::timestamptz AND c.digest <> ALL($3::bytea[])
         AND NOT coalesce(lower((c.value ->> $4::text) COLLATE "C") = ANY($5::text[]) AND jsonb_typeof(c.value -> $4) = 'string', false)
       OFFSET 0
     ) s
     ORDER BY s.resource_id LIMIT $6`,
    `"resourceId"`,
  ),
};

export interface ReadSnapshotsOfTypeInput extends Pick<SnapshotsOfTypeOptions, "readingType" | "from" | "exceptTexts"> {
  /** Digests, in hex, of values that are left out. */
  exceptDigests: readonly string[];
  limit: number;
}

/** The snapshots of a type by Resource, until the values have too many bytes. */
export function readSnapshotsOfType(
  database: Database,
  { readingType, from = MIN_TIMESTAMP, exceptDigests, exceptTexts, limit }: ReadSnapshotsOfTypeInput,
): Promise<ValueRow[]> {
  return database.query(STATEMENT, [
    readingType,
    from,
    exceptDigests.map((digest) => `\\x${digest}`),
    exceptTexts?.field ?? null,
    exceptTexts?.texts ?? [],
    limit,
  ]);
}
