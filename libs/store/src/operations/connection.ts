import type { QueryResult, QueryResultRow } from "pg";

/** A connection of the pool, as much of it as a statement needs. */
export interface Connection {
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<Row>>;
}
