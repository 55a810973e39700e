import type { Timestamp } from "@binnacle/contract";
import type { BatchKeys, IdentifiedResource, StoredResource } from "@binnacle/ingest";
import { uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";
import { timestampOf } from "./time-text.js";

const COLUMNS = `
  r.id, r.mentioned_on::text, r.declared_on::text, r.expires_on::text, r.parent_set_on::text, r.parent_id, r.removed_on::text,
  r.published_removal_on::text`;

// Of the children, the batch's own are left out: what they say is told by the batch.
const SHOWN_SNAPSHOTS = `(
    SELECT json_object_agg(s.type, s.collected_on::text)
    FROM snapshot s WHERE s.resource_id = r.id AND s.collected_on > r.removed_on
  )`;
const CHILD_ON = `(
    SELECT max(c.parent_set_on)::text
    FROM resource c WHERE c.parent_id = r.id AND c.parent_set_on > c.removed_on AND c.id <> ALL ($2::uuid[])
  )`;

// The sort comes before the lock, so that all transactions lock in the same order.
const OWN = `
SELECT ${COLUMNS}, r.ctid
FROM unnest($1::uuid[]) AS i (id)
JOIN resource r ON r.id = i.id
ORDER BY r.id`;
const READ_OWN: Statement = { name: "sink.read-own-resources", text: OWN };
const LOCK_OWN: Statement = { name: "sink.lock-resources", text: `${OWN} FOR NO KEY UPDATE OF r` };

// Presence needs a look at other rows only where a Resource was removed, or is about to be. One of its own, since a statement that waits
// for a lock sees other rows as they were before.
const EVIDENCE: Statement = {
  name: "sink.read-evidence",
  text: `
SELECT r.id, ${SHOWN_SNAPSHOTS} AS shown_snapshots, ${CHILD_ON} AS child_on
FROM unnest($1::uuid[]) AS i (id)
JOIN resource r ON r.id = i.id`,
};

// Of what will not be written no more than whether it is there: printing all of its times would take longer than finding it.
const READ: Statement = {
  name: "sink.read-resources",
  text: `
SELECT r.id, r.mentioned_on::text,
  CASE WHEN r.removed_on > '-infinity' THEN r.removed_on::text END AS removed_on,
  CASE WHEN r.removed_on > '-infinity' THEN r.declared_on::text END AS declared_on,
  CASE WHEN r.removed_on > '-infinity' THEN ${SHOWN_SNAPSHOTS} END AS shown_snapshots,
  CASE WHEN r.removed_on > '-infinity' THEN ${CHILD_ON} END AS child_on
FROM unnest($1::uuid[]) AS i (id)
JOIN resource r ON r.id = i.id`,
};

const FORMER_PARENTS: Statement = {
  name: "sink.read-former-parents",
  text: `
SELECT ${COLUMNS}, r.type, r.name, ${SHOWN_SNAPSHOTS} AS shown_snapshots, ${CHILD_ON} AS child_on
FROM unnest($1::uuid[]) AS i (id)
JOIN resource r ON r.id = i.id
WHERE r.removed_on > '-infinity'`,
};

interface Evidence {
  shown_snapshots: Record<string, string> | null;
  child_on: string | null;
}

interface Row extends Partial<Evidence> {
  id: string;
  mentioned_on: string;
  declared_on: string | null;
  expires_on?: string;
  parent_set_on?: string;
  parent_id?: string | null;
  removed_on: string | null;
  published_removal_on?: string;
}

type ResourceKeys = Pick<BatchKeys, "resources" | "own">;

export interface StoredResources {
  resources: Map<string, StoredResource>;
  /** Where the batch's own Resources lie, by id: the quickest way to them, as long as they are locked. */
  places: Map<string, string>;
}

/**
 * The stored Resources of a batch. Its own are read in full and, if asked for, locked in key order: they cannot change or move any more.
 * Of the others, which will not be written, only mention, removal and presence are known.
 */
export async function readResources(
  connection: Connection,
  { resources: keys, own }: ResourceKeys,
  { isLocking }: { isLocking: boolean },
): Promise<StoredResources> {
  const ownIds = uuidArray([...own]);
  const read: StoredResources = { resources: new Map(), places: new Map() };
  if (own.size > 0) {
    const statement = isLocking ? LOCK_OWN : READ_OWN;
    const { rows } = await connection.query<Row & { ctid: string }>({ ...statement, values: [ownIds] });
    const ended = rows.filter(({ id, removed_on }) => keys.get(id) || removed_on !== "-infinity");
    const evidence = await readEvidence(connection, ended, ownIds);
    for (const row of rows) {
      read.resources.set(row.id, stored({ ...row, ...evidence.get(row.id) }));
      read.places.set(row.id, row.ctid);
    }
  }
  const others = [...keys.keys()].filter((id) => !own.has(id));
  if (others.length > 0) {
    const { rows } = await connection.query<Row>({ ...READ, values: [uuidArray(others), ownIds] });
    for (const row of rows) read.resources.set(row.id, stored(row));
  }
  return read;
}

async function readEvidence(
  connection: Connection,
  resources: readonly Pick<Row, "id">[],
  ownIds: Buffer,
): Promise<ReadonlyMap<string, Evidence>> {
  if (resources.length === 0) return new Map();
  const { rows } = await connection.query<Evidence & { id: string }>({
    ...EVIDENCE,
    values: [uuidArray(resources.map(({ id }) => id)), ownIds],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** The removed parents of the batch's own Resources, which may leave them. */
export async function readLeftParents(
  connection: Connection,
  { resources: keys, own }: ResourceKeys,
  storedResources: ReadonlyMap<string, StoredResource>,
): Promise<Map<string, StoredResource & IdentifiedResource>> {
  const left = new Set<string>();
  for (const id of own) {
    const parentId = storedResources.get(id)?.parentId;
    if (parentId && !keys.has(parentId)) left.add(parentId);
  }
  if (left.size === 0) return new Map();
  const { rows } = await connection.query<Row & IdentifiedResource>({
    ...FORMER_PARENTS,
    values: [uuidArray([...left]), uuidArray([...own])],
  });
  return new Map(rows.map((row) => [row.id, { id: row.id, type: row.type, name: row.name, ...stored(row) }]));
}

const NONE: ReadonlyMap<string, string> = new Map();

function stored(row: Row): StoredResource {
  const shown = row.shown_snapshots;
  return {
    mentionedOn: timestampOf(row.mentioned_on),
    declaredOn: known(row.declared_on),
    expiresOn: known(row.expires_on),
    parentSetOn: known(row.parent_set_on),
    parentId: row.parent_id ?? null,
    removedOn: known(row.removed_on),
    publishedRemovalOn: known(row.published_removal_on),
    shownSnapshots: shown ? new Map(Object.entries(shown).map(([type, on]) => [type, timestampOf(on)])) : NONE,
    childOn: known(row.child_on),
  };
}

function known(time: string | null | undefined): Timestamp {
  return time === null || time === undefined ? "-infinity" : timestampOf(time);
}
