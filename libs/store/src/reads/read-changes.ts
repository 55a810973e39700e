import {
  CHANGE_COLUMNS,
  changeRow,
  HORIZON,
  microseconds,
  type Change,
  type ChangePosition,
  type ChangeRow,
} from "./change-columns.js";
import type { ChangeColumns } from "./change-columns.js";
import type { Database } from "./database.js";

const STATEMENT = {
  name: "read-changes",
  text: `
SELECT s.horizon, ${microseconds("s.asked_on")} AS "askedAt", ${CHANGE_COLUMNS}, c.changes,
  (SELECT ${microseconds("min(h.changed_on)")} FROM change h WHERE h.ordinal >= s.horizon) AS "heldSince",
  EXISTS (SELECT FROM change k WHERE k.transaction_id = $4 AND ${microseconds("k.changed_on")} = $5) AS "isLastThere"
FROM (SELECT ${HORIZON} AS horizon, now() AS asked_on) s
LEFT JOIN LATERAL (
  SELECT *
  FROM change
  WHERE (ordinal, sequence) > ($1, $2) AND ordinal < s.horizon
  ORDER BY ordinal, sequence
  LIMIT $3
) c ON true
ORDER BY c.ordinal, c.sequence`,
};

export interface ReadChangesInput {
  after: ChangePosition;
  /** The most transactions. */
  limit: number;
  /** The row that was read last; whether it is there still tells whether this is the same history of the database. */
  last?: Pick<ChangeRow, "transactionId" | "changedAt"> | undefined;
}

export interface TransactionChanges extends ChangeRow {
  changes: Change[];
}

export interface ChangesRead {
  /** In an order in which the last change of a Resource is the last. */
  transactions: TransactionChanges[];
  /** No change with a lower ordinal is missing, nor will come any more. */
  horizon: bigint;
  /** The database's time, in microseconds since 1970. */
  askedAt: bigint;
  /** When the oldest transaction began that is committed and yet beyond the horizon, since an older one goes on. */
  heldSince: bigint | undefined;
  isLastThere: boolean;
}

type Row = ChangeColumns & {
  horizon: string;
  askedAt: string;
  heldSince: string | null;
  isLastThere: boolean;
  changes: Change[];
};

/** What was changed after a place in the order, as far as the order is settled. */
export async function readChanges(database: Database, { after, limit, last }: ReadChangesInput): Promise<ChangesRead> {
  const rows = await database.query<Row>(STATEMENT, [
    after.ordinal,
    after.sequence,
    limit,
    last?.transactionId,
    last?.changedAt,
  ]);
  const { horizon, askedAt, heldSince, isLastThere } = rows[0] as Row;
  return {
    transactions: rows.flatMap((row) => {
      const read = changeRow(row);
      return read ? [{ ...read, changes: row.changes }] : [];
    }),
    horizon: BigInt(horizon),
    askedAt: BigInt(askedAt),
    heldSince: heldSince === null ? undefined : BigInt(heldSince),
    isLastThere,
  };
}
