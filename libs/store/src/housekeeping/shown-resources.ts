import { noteChanged } from "./hidden-counts.js";
import type { SqlConnection } from "./sql-connection.js";

const SHOWN = `
SELECT v.id, v.type, v.declared, v.parent_id AS "parentId",
  ARRAY(SELECT s.type FROM reading_current s WHERE s.resource_id = v.id ORDER BY s.type) AS "readingTypes"
FROM resource_current v
WHERE v.id = ANY($1::uuid[])
ORDER BY v.id`;

// A parent that was removed may be there only since a child of it is.
const WITH_PARENTS = `
SELECT c.id AS child_id, p.id
FROM resource c
LEFT JOIN resource p ON p.id = c.parent_id AND p.removed_on > '-infinity'
WHERE c.id = ANY($1::uuid[])`;

const RECORD = "INSERT INTO change (changes) VALUES ($1::json)";

interface ShownResource {
  id: string;
  type: string;
  declared: boolean;
  parentId: string | null;
  readingTypes: string[];
}

/** A line of the change feed. */
type Change = [id: string, type: string, change: "created" | "changed" | "removed", readingTypes: string[]];

/**
 * Does something to Resources, and tells the change feed what that changed of what is shown; what they hide is counted anew. In a transaction
 * of the caller's.
 */
export async function tellingChanges(
  connection: SqlConnection,
  ids: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows: related } = await connection.query<{ id: string | null }>(WITH_PARENTS, [ids]);
  const affected = [...new Set([...ids, ...related.flatMap(({ id }) => id ?? [])])];
  const before = await readShown(connection, affected);
  await work();
  await noteChanged(connection, affected);
  const after = await readShown(connection, affected);
  const changes = affected.flatMap((id) => changeOf(before.get(id), after.get(id)) ?? []);
  if (changes.length > 0) await connection.query(RECORD, [JSON.stringify(changes)]);
}

async function readShown(connection: SqlConnection, ids: readonly string[]): Promise<Map<string, ShownResource>> {
  const { rows } = await connection.query<ShownResource>(SHOWN, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

function changeOf(before: ShownResource | undefined, after: ShownResource | undefined): [Change] | undefined {
  if (!before) return after && [[after.id, after.type, "created", after.readingTypes]];
  if (!after) return [[before.id, before.type, "removed", []]];
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  const types = [...before.readingTypes, ...after.readingTypes];
  const moved = types.filter((type) => before.readingTypes.includes(type) !== after.readingTypes.includes(type));
  return [[after.id, after.type, "changed", moved]];
}
