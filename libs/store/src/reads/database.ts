import { TransientError } from "@binnacle/errors";
import type { QueryConfig } from "pg";
import type { DataSource } from "typeorm";
import { connectedPool } from "./connected-pool.js";
import { isPassingFailure } from "./passing-failure.js";

/** A hand-written statement. One with a name is prepared once a connection and then only executed: for the hot ones. */
export interface Statement {
  name?: string;
  text: string;
}

/** Runs the statements of the reads. */
export interface Database {
  /** @throws TransientError if the database does not answer, or not in time. */
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** Reads through the data source's pool; a process may start before its database. */
export function openDatabase(dataSource: DataSource): Database {
  const connect = connectedPool(dataSource);
  return {
    async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
      try {
        const pool = await connect();
        const { rows } = await pool.query<Row>({ ...statement, values: [...values] } as QueryConfig);
        return rows;
      } catch (cause) {
        if (isPassingFailure(cause))
          throw new TransientError("The database does not answer, or not in time", { cause });
        throw cause;
      }
    },
  };
}
