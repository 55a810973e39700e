import type { BatchKeys, IdentifiedResource, StoredResource } from "@binnacle/ingest";
import { booleanArray, uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";
import { timestampOf } from "./time-text.js";

const COLUMNS = `
  r.id, r.mentioned_on::text, r.declared_on::text, r.expires_on::text, r.parent_set_on::text, r.parent_id, r.removed_on::text,
  r.published_removal_on::text`;

// Of the children, those that the batch speaks of are left out: what they say is told by the batch.
const SHOWN_SNAPSHOTS = `(
    SELECT json_object_agg(s.type, s.collected_on::text)
    FROM snapshot s WHERE s.resource_id = r.id AND s.collected_on > r.removed_on
  )`;
const CHILD_ON = (batchIds: string): string => `(
    SELECT max(c.parent_set_on)::text
    FROM resource c WHERE c.parent_id = r.id AND c.parent_set_on > c.removed_on AND c.id <> ALL (${batchIds})
  )`;

// Presence needs a look at other rows only where a Resource was removed, or is about to be.
const READ = `
SELECT ${COLUMNS}, r.ctid,
  CASE WHEN i.is_removed OR r.removed_on > '-infinity' THEN ${SHOWN_SNAPSHOTS} END AS shown_snapshots,
  CASE WHEN i.is_removed OR r.removed_on > '-infinity' THEN ${CHILD_ON("$3::uuid[]")} END AS child_on
FROM unnest($1::uuid[], $2::boolean[]) AS i (id, is_removed)
JOIN resource r ON r.id = i.id`;

const READ_STATEMENT: Statement = { name: "sink.read-resources", text: READ };
// The sort comes before the lock, so that all transactions lock in the same order.
const LOCK_STATEMENT: Statement = { name: "sink.lock-resources", text: `${READ} ORDER BY r.id FOR NO KEY UPDATE OF r` };
const FORMER_PARENTS: Statement = {
  name: "sink.read-former-parents",
  text: `
SELECT ${COLUMNS}, r.type, r.name, ${SHOWN_SNAPSHOTS} AS shown_snapshots, ${CHILD_ON("$2::uuid[]")} AS child_on
FROM unnest($1::uuid[]) AS i (id)
JOIN resource r ON r.id = i.id
WHERE r.removed_on > '-infinity'`,
};

interface Row {
  id: string;
  mentioned_on: string;
  declared_on: string;
  expires_on: string;
  parent_set_on: string;
  parent_id: string | null;
  removed_on: string;
  published_removal_on: string;
  shown_snapshots: Record<string, string> | null;
  child_on: string | null;
}

export interface StoredResources {
  resources: Map<string, StoredResource>;
  /** Where the locked rows lie, by id: the quickest way to them. */
  places: Map<string, string>;
}

/** The stored Resources of a batch. Those to be locked are so when it returns, in key order, and cannot change or move any more. */
export async function readResources(
  connection: Connection,
  keys: BatchKeys["resources"],
  isLocked: (id: string) => boolean,
): Promise<StoredResources> {
  const batchIds = uuidArray([...keys.keys()]);
  const read = async (statement: Statement, chosen: readonly (readonly [string, boolean])[]) => {
    if (chosen.length === 0) return [];
    const ids = chosen.length === keys.size ? batchIds : uuidArray(chosen.map(([id]) => id));
    const values = [ids, booleanArray(chosen.map(([, isRemoved]) => isRemoved)), batchIds];
    return (await connection.query<Row & { ctid: string }>({ ...statement, values })).rows;
  };
  const all = [...keys];
  const locked = await read(
    LOCK_STATEMENT,
    all.filter(([id]) => isLocked(id)),
  );
  const others = await read(
    READ_STATEMENT,
    all.filter(([id]) => !isLocked(id)),
  );
  return {
    resources: new Map([...locked, ...others].map((row) => [row.id, stored(row)])),
    places: new Map(locked.map(({ id, ctid }) => [id, ctid])),
  };
}

/** The removed parents of the batch's own Resources, which may leave them. */
export function readLeftParents(
  connection: Connection,
  { resources: keys, own }: Pick<BatchKeys, "resources" | "own">,
  stored: ReadonlyMap<string, StoredResource>,
): Promise<Map<string, StoredResource & IdentifiedResource>> {
  const left = new Set<string>();
  for (const id of own) {
    const parentId = stored.get(id)?.parentId;
    if (parentId && !keys.has(parentId)) left.add(parentId);
  }
  return readFormerParents(connection, [...left], keys);
}

/** Those of the parents that were removed; children that the batch speaks of left out. */
async function readFormerParents(
  connection: Connection,
  parentIds: readonly string[],
  keys: BatchKeys["resources"],
): Promise<Map<string, StoredResource & IdentifiedResource>> {
  if (parentIds.length === 0) return new Map();
  const { rows } = await connection.query<Row & IdentifiedResource>({
    ...FORMER_PARENTS,
    values: [uuidArray(parentIds), uuidArray([...keys.keys()])],
  });
  return new Map(rows.map((row) => [row.id, { id: row.id, type: row.type, name: row.name, ...stored(row) }]));
}

const NONE: ReadonlyMap<string, string> = new Map();

function stored(row: Row): StoredResource {
  const shown = row.shown_snapshots;
  return {
    mentionedOn: timestampOf(row.mentioned_on),
    declaredOn: timestampOf(row.declared_on),
    expiresOn: timestampOf(row.expires_on),
    parentSetOn: timestampOf(row.parent_set_on),
    parentId: row.parent_id,
    removedOn: timestampOf(row.removed_on),
    publishedRemovalOn: timestampOf(row.published_removal_on),
    shownSnapshots: shown ? new Map(Object.entries(shown).map(([type, on]) => [type, timestampOf(on)])) : NONE,
    childOn: timestampOf(row.child_on ?? "-infinity"),
  };
}
