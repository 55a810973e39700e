import { snapshotKey, type SnapshotAddress, type StoredSnapshot } from "@binnacle/ingest";
import { textArray, uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";
import { timestampOf } from "./time-text.js";

const READ = `
SELECT s.resource_id, s.type, s.collected_on::text, encode(s.digest, 'hex') AS digest, s.source, s.ctid
FROM unnest($1::uuid[], $2::text[]) AS i (resource_id, type)
JOIN snapshot s ON s.resource_id = i.resource_id AND s.type = i.type`;

// The sort comes before the lock, so that all transactions lock in the same order.
const LOCK: Statement = {
  name: "sink.lock-snapshots",
  text: `${READ} ORDER BY s.resource_id, s.type FOR NO KEY UPDATE OF s`,
};
const PEEK: Statement = { name: "preview.read-snapshots", text: READ };

interface Row {
  resource_id: string;
  type: string;
  collected_on: string;
  digest: string;
  source: string;
  ctid: string;
}

export interface LockedSnapshots {
  snapshots: Map<string, StoredSnapshot>;
  /** Where the locked rows lie, by key: the quickest way to them. */
  places: Map<string, string>;
}

/** What is stored under the keys; it cannot change or move any more until the transaction ends. */
export function lockSnapshots(connection: Connection, keys: readonly SnapshotAddress[]): Promise<LockedSnapshots> {
  return readSnapshots(connection, LOCK, keys);
}

/** What is stored under the keys, and may change at any time. */
export async function peekSnapshots(
  connection: Connection,
  keys: readonly SnapshotAddress[],
): Promise<LockedSnapshots["snapshots"]> {
  return (await readSnapshots(connection, PEEK, keys)).snapshots;
}

async function readSnapshots(
  connection: Connection,
  statement: Statement,
  keys: readonly SnapshotAddress[],
): Promise<LockedSnapshots> {
  const locked: LockedSnapshots = { snapshots: new Map(), places: new Map() };
  if (keys.length === 0) return locked;
  const { rows } = await connection.query<Row>({
    ...statement,
    values: [uuidArray(keys.map(({ resourceId }) => resourceId)), textArray(keys.map(({ type }) => type))],
  });
  for (const { resource_id: resourceId, type, collected_on, digest, source, ctid } of rows) {
    const key = snapshotKey({ resourceId, type });
    locked.snapshots.set(key, { collectedOn: timestampOf(collected_on), digest, source });
    locked.places.set(key, ctid);
  }
  return locked;
}
