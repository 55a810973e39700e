import { SNAPSHOT_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

const STATEMENT = {
  name: "calculation-snapshots-of-type",
  text: endingAtBytes(
    `SELECT ${SNAPSHOT_COLUMNS} FROM reading_current s
     WHERE s.type = $1 AND encode(s.digest, 'hex') <> ALL($2::text[])
     ORDER BY s.resource_id LIMIT $3`,
    `"resourceId"`,
  ),
};

export interface ReadSnapshotsOfTypeInput {
  readingType: string;
  /** Digests, in hex, of values that are left out. */
  exceptDigests: readonly string[];
  limit: number;
}

/** The snapshots of a type by Resource, until the values have too many bytes. */
export function readSnapshotsOfType(
  database: Database,
  { readingType, exceptDigests, limit }: ReadSnapshotsOfTypeInput,
): Promise<ValueRow[]> {
  return database.query(STATEMENT, [readingType, exceptDigests, limit]);
}
