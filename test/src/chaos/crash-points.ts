/** The statements of a batch, in the order in which they run. */
const STATEMENTS: Readonly<Record<string, RegExp>> = {
  BEGIN: /^BEGIN;/,
  "lock snapshots": /^SELECT s\.resource_id[^]*FOR NO KEY UPDATE OF s$/,
  "lock resources": /^SELECT\s+r\.id, r\.mentioned_on[^]*FOR NO KEY UPDATE OF r$/,
  "read evidence": /^SELECT r\.id, \(\s+SELECT json_object_agg/,
  "read resources": /^SELECT r\.id, r\.mentioned_on::text,\n/,
  "read former parents": /^SELECT\s+r\.id, r\.mentioned_on[^]*WHERE r\.removed_on > '-infinity'$/,
  "insert resources": /^INSERT INTO resource /,
  "update resources": /^UPDATE resource /,
  "upsert claims": /^INSERT INTO claim /,
  "insert snapshots": /^INSERT INTO snapshot /,
  "touch snapshots": /^UPDATE snapshot s SET collected_on = i\.c, source = i\.s\n/,
  "replace snapshots": /^UPDATE snapshot s SET collected_on = i\.c, source = i\.s, digest/,
  "delete references": /^DELETE FROM reference /,
  "insert references": /^INSERT INTO reference /,
  "make series partitions": /^ALTER TABLE series ATTACH PARTITION /,
  "insert series": /^INSERT INTO series /,
  "list own series": /^SELECT [^]*WHERE s\.xmin = pg_current_xact_id/,
  "lower series sources": /^WITH higher [^]*UPDATE series /,
  "note what is hidden": /^INSERT INTO hidden_note /,
  "insert sweeps": /^INSERT INTO sweep /,
  "insert rejections": /^INSERT INTO rejection /,
  "lock rejections": /^SELECT FROM rejection [^]*FOR UPDATE$/,
  "repeat rejections": /^UPDATE rejection /,
  "settle rejections": /^DELETE FROM rejection /,
  "insert receipts": /^INSERT INTO receipt /,
  "insert changes": /^WITH changes [^]*INSERT INTO type_tally /,
  COMMIT: /^COMMIT$/,
};

/** Not on the connection of the batch, but on one of its own. */
const ELSEWHERE = new Set(["make series partitions"]);

/** The call that follows the commit. */
export const DELETE_CALL = "DeleteMessageBatch";

/** Where a sink can be killed: right before it makes a call, or right after the answer. */
export const CRASH_POINTS: readonly string[] = [...Object.keys(STATEMENTS), DELETE_CALL].flatMap((call) => [
  `before ${call}`,
  `after ${call}`,
]);

/** The name of a statement that a batch makes. */
export function statementName(sql: string): string | undefined {
  const text = sql.trim();
  return Object.keys(STATEMENTS).find((name) => STATEMENTS[name]!.test(text));
}

/** Whether it is a statement of a batch wherever it is made. */
export function isMadeElsewhere(name: string | undefined): boolean {
  return name !== undefined && ELSEWHERE.has(name);
}

/** What a sink prints as its last words. */
export const LAST_WORDS = "killed by itself ";
/** The point to die at, and at which of its occurrences, counted from 1. */
export const POINT_VARIABLE = "CHAOS_POINT";
export const OCCURRENCE_VARIABLE = "CHAOS_OCCURRENCE";
