import type { Database, Statement } from "../reads/database.js";

/** A change that was made through the API, for whoever asks later. */
export interface AuditEntry {
  /** On whose behalf: the name of the token. */
  principal: string;
  /** What was done to what kind of thing: `rejection.delete`. */
  action: string;
  /** On which of them: an id or a name. */
  target: string;
  /** What came of it; `done`, unless there is more to say. */
  outcome: string;
  detail?: string | undefined;
}

const COLUMNS = "principal, action, target, outcome, detail";

/** Writes an entry by itself, or within a transaction by that one's `query`. */
export async function writeAudit(database: Pick<Database, "query">, entry: AuditEntry): Promise<void> {
  await database.query({ text: `INSERT INTO audit (${COLUMNS}) VALUES ($1, $2, $3, $4, $5)` }, valuesOf(entry));
}

/**
 * Runs a statement that changes rows, and writes the entry with it, both or none, if it changed any. The statement must not begin
 * with WITH, and must end with RETURNING.
 */
export async function changeAudited<Row extends object>(
  database: Pick<Database, "query">,
  { text }: Statement,
  values: readonly unknown[],
  entry: AuditEntry,
): Promise<Row[]> {
  const parameters = valuesOf(entry).map((_, index) => `$${values.length + index + 1}::text`);
  const audited = `
WITH changed AS (${text}), audited AS (
  INSERT INTO audit (${COLUMNS}) SELECT ${parameters.join(", ")} WHERE EXISTS (SELECT FROM changed)
)
SELECT * FROM changed`;
  return database.query({ text: audited }, [...values, ...valuesOf(entry)]);
}

function valuesOf({ principal, action, target, outcome, detail }: AuditEntry): unknown[] {
  return [principal, action, target, outcome, detail ?? null];
}
