import type { QueryResult, QueryResultRow } from "pg";

/** A statement that a connection prepares once: planning is what a lone record waits for. */
export interface Statement {
  /** One of its own: a connection knows the text by it. */
  name: string;
  text: string;
}

/** A connection of the pool, as much of it as a statement needs. */
export interface Connection {
  query<Row extends QueryResultRow>(statement: (Statement & { values: unknown[] }) | string): Promise<QueryResult<Row>>;
}
