/** The statements of a batch's transaction, in the order in which they run. */
const STATEMENTS: Readonly<Record<string, RegExp>> = {
  BEGIN: /^BEGIN$/,
  "lock snapshots": /^SELECT s\.resource_id[^]*FOR NO KEY UPDATE OF s$/,
  "read resources": /^SELECT r\.id, r\.mentioned_on/,
  "upsert resources": /^INSERT INTO resource /,
  "upsert claims": /^INSERT INTO claim /,
  "touch snapshots": /^UPDATE snapshot s SET collected_on/,
  "replace snapshots": /^UPDATE snapshot s\nSET collected_on/,
  "insert snapshots": /^INSERT INTO snapshot /,
  "delete references": /^DELETE FROM reference /,
  "insert references": /^INSERT INTO reference /,
  "insert series": /^INSERT INTO series /,
  "lower series sources": /^WITH higher [^]*UPDATE series /,
  "insert sweeps": /^INSERT INTO sweep /,
  "upsert rejections": /^INSERT INTO rejection /,
  COMMIT: /^COMMIT$/,
};

/** The call that follows the commit. */
export const DELETE_CALL = "DeleteMessageBatch";

/** Where a sink can be killed: right before it makes a call, or right after the answer. */
export const CRASH_POINTS: readonly string[] = [...Object.keys(STATEMENTS), DELETE_CALL].flatMap((call) => [
  `before ${call}`,
  `after ${call}`,
]);

/** The name of a statement, if it belongs to a batch's transaction. */
export function statementName(sql: string): string | undefined {
  const text = sql.trim();
  return Object.keys(STATEMENTS).find((name) => STATEMENTS[name]!.test(text));
}

/** What a sink prints as its last words. */
export const LAST_WORDS = "killed by itself ";
/** The point to die at, and at which of its occurrences, counted from 1. */
export const POINT_VARIABLE = "CHAOS_POINT";
export const OCCURRENCE_VARIABLE = "CHAOS_OCCURRENCE";
