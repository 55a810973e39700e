import type { QueryResult, QueryResultRow } from "pg";

/** Runs the housekeeper's statements, in whatever transaction there is. */
export interface SqlConnection {
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<Row>>;
}
