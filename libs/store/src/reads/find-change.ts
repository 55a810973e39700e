import {
  CHANGE_COLUMNS,
  changeRow,
  HORIZON,
  microseconds,
  type ChangeColumns,
  type ChangeRow,
} from "./change-columns.js";
import type { Database } from "./database.js";

const BY_TRANSACTION = {
  name: "find-change",
  text: statement("WHERE transaction_id = $1"),
};

const NEWEST = {
  name: "find-newest-change",
  text: statement("ORDER BY ordinal DESC, sequence DESC LIMIT 1"),
};

export interface ChangeFound {
  /** Absent: there is none below the horizon. */
  row: ChangeRow | undefined;
  horizon: bigint;
  /** The database's time, in microseconds since 1970. */
  askedAt: bigint;
}

type Row = ChangeColumns & { horizon: string; askedAt: string };

/** The row of a transaction, if it is there and its place in the order settled. */
export async function findChange(database: Database, transactionId: bigint): Promise<ChangeFound> {
  return found(await database.query<Row>(BY_TRANSACTION, [transactionId]));
}

/** The last row whose place in the order is settled. */
export async function findNewestChange(database: Database): Promise<ChangeFound> {
  return found(await database.query<Row>(NEWEST));
}

function found([row]: Row[]): ChangeFound {
  const { horizon, askedAt } = row as Row;
  return { row: changeRow(row as Row), horizon: BigInt(horizon), askedAt: BigInt(askedAt) };
}

function statement(which: string): string {
  return `
SELECT s.horizon, ${microseconds("s.asked_on")} AS "askedAt", ${CHANGE_COLUMNS}
FROM (SELECT ${HORIZON} AS horizon, now() AS asked_on) s
LEFT JOIN LATERAL (
  SELECT *
  FROM (SELECT * FROM change WHERE ordinal < s.horizon) settled
  ${which}
) c ON true`;
}
