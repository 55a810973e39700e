/** What a transaction did to what is shown of one Resource. */
export type Change = [
  resourceId: string,
  resourceType: string,
  change: "created" | "changed" | "removed",
  readingTypes: string[],
];

/** A place in the order of changes. Compared by ordinal, then by sequence. */
export interface ChangePosition {
  ordinal: bigint;
  sequence: bigint;
}

/** The row of one transaction, without what it changed. */
export interface ChangeRow extends ChangePosition {
  transactionId: string;
  /** When the transaction began, in microseconds since 1970. */
  changedAt: bigint;
}

/** Columns of a `ChangeRow` from `change c`. */
export const CHANGE_COLUMNS = `c.transaction_id AS "transactionId", c.ordinal, c.sequence, ${microseconds("c.changed_on")} AS "changedAt"`;

/**
 * Every transaction with a lower id has ended, and what it committed is in the snapshot of the statement that asks. Ordinals are never
 * below the transaction's id, so no row below this can come any more.
 */
export const HORIZON = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

export function microseconds(expression: string): string {
  return `(extract(epoch FROM ${expression}) * 1000000)::bigint`;
}

/** A `ChangeRow` as node-pg gives it: 64-bit integers as text, all `null` where an outer join found none. */
export interface ChangeColumns {
  transactionId: string | null;
  ordinal: string;
  sequence: string;
  changedAt: string;
}

export function changeRow(columns: ChangeColumns): ChangeRow | undefined {
  const { transactionId, ordinal, sequence, changedAt } = columns;
  if (transactionId === null) return undefined;
  return { transactionId, ordinal: BigInt(ordinal), sequence: BigInt(sequence), changedAt: BigInt(changedAt) };
}
