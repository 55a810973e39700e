import type { DataSource } from "typeorm";

/** An index of the schema; those of partitions count as that of their table. */
export interface IndexUse {
  table: string;
  name: string;
  /** Since they were last counted from zero. */
  scans: number;
  bytes: string;
}

/** The server notes what a session did a second after it did it. */
const NOTED = "SELECT pg_stat_force_next_flush(), pg_sleep(1.5)";

const USES = `
WITH RECURSIVE root (id, root_id) AS (
  SELECT i.indexrelid, i.indexrelid FROM pg_index i
  WHERE NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
  UNION ALL
  SELECT h.inhrelid, root.root_id FROM root JOIN pg_inherits h ON h.inhparent = root.id
)
SELECT t.relname AS table, c.relname AS name,
  coalesce(sum(s.idx_scan), 0)::float8 AS scans, pg_size_pretty(sum(pg_relation_size(root.id))) AS bytes
FROM root
JOIN pg_class c ON c.oid = root.root_id
JOIN pg_index i ON i.indexrelid = root.root_id
JOIN pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = root.id
WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'migration'
GROUP BY t.relname, c.relname
ORDER BY t.relname, c.relname`;

export async function forgetIndexUses(dataSource: DataSource): Promise<void> {
  await dataSource.query(NOTED);
  await dataSource.query("SELECT pg_stat_reset()");
}

export async function readIndexUses(dataSource: DataSource): Promise<IndexUse[]> {
  await dataSource.query(NOTED);
  return dataSource.query(USES);
}
