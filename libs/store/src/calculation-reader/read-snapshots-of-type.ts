import { MIN_TIMESTAMP } from "@binnacle/contract";
import type { SnapshotsOfTypeOptions } from "@binnacle/calculation";
import { SNAPSHOT_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

// What is left out is most of it, and is not fetched.
const STATEMENT = {
  name: "calculation-snapshots-of-type",
  text: endingAtBytes(
    `SELECT ${SNAPSHOT_COLUMNS} FROM snapshot_current s
     WHERE s.type = $1 AND s.collected_on >= $2::timestamptz AND s.digest <> ALL($3::bytea[])
       AND NOT coalesce(lower((s.value ->> $4::text) COLLATE "C") = ANY($5::text[]) AND jsonb_typeof(s.value -> $4) = 'string', false)
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
