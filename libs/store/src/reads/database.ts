import { TransientError } from "@binnacle/errors";
import type { DataSource } from "typeorm";
import { connectedPool } from "./connected-pool.js";
import { isPassingFailure } from "./passing-failure.js";

/** A hand-written statement. One with a name is prepared once a connection and then only executed: for the hot ones. */
export interface Statement {
  name?: string;
  text: string;
  /**
   * One plan is as good as another for whatever values, so it is planned once a connection. PostgreSQL left to itself plans even a prepared
   * statement again each time where it takes the plan for any values to be dearer, as it does of most that have a LIMIT among their parameters:
   * it knows that one only with the values.
   */
  isPlannedOnce?: boolean;
}

/** Runs the statements of the reads. */
export interface Database {
  /** @throws TransientError if the database does not answer, or not in time. */
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Reads through the data source's pool; a process may start before its database.
 * @param planningOnce with connections of the kind `plansOnce`, for the statements that ask for it
 */
export function openDatabase(dataSource: DataSource, planningOnce = dataSource): Database {
  const connect = connectedPool(dataSource);
  const connectPlanningOnce = planningOnce === dataSource ? connect : connectedPool(planningOnce);
  return {
    async query<Row extends object>(
      { name, text, isPlannedOnce = false }: Statement,
      values: readonly unknown[] = [],
    ): Promise<Row[]> {
      try {
        const pool = await (isPlannedOnce ? connectPlanningOnce() : connect());
        const { rows } = await pool.query<Row>({ ...(name !== undefined && { name }), text, values: [...values] });
        return rows;
      } catch (cause) {
        if (isPassingFailure(cause))
          throw new TransientError("The database does not answer, or not in time", { cause });
        throw cause;
      }
    },
  };
}
