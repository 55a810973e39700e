import { SNAPSHOT_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

const ORDER = `"resourceId", type`;

const OF_ALL_TYPES = {
  name: "calculation-snapshots",
  text: endingAtBytes(
    `SELECT ${SNAPSHOT_COLUMNS} FROM snapshot_current s
     WHERE s.resource_id = ANY($1::uuid[])
     ORDER BY s.resource_id, s.type LIMIT $2`,
    ORDER,
  ),
};

const OF_SOME_TYPES = {
  name: "calculation-snapshots-of-types",
  text: endingAtBytes(
    `SELECT ${SNAPSHOT_COLUMNS} FROM snapshot_current s
     WHERE s.resource_id = ANY($1::uuid[]) AND s.type = ANY($3::text[])
     ORDER BY s.resource_id, s.type LIMIT $2`,
    ORDER,
  ),
};

export interface ReadSnapshotValuesInput {
  /** Reading types; all without. */
  types: readonly string[] | undefined;
  limit: number;
}

/** The snapshots of many Resources, by Resource and type, until the values have too many bytes. */
export function readSnapshotValues(
  database: Database,
  ids: readonly string[],
  { types, limit }: ReadSnapshotValuesInput,
): Promise<ValueRow[]> {
  return types === undefined
    ? database.query(OF_ALL_TYPES, [ids, limit])
    : database.query(OF_SOME_TYPES, [ids, limit, types]);
}
