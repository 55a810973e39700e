import { QueryTimeoutError, TransientError } from "@binnacle/errors";
import type { PoolClient, QueryConfig } from "pg";
import type { DataSource } from "typeorm";
import { connectedPool } from "./connected-pool.js";
import type { Database, Statement } from "./database.js";
import { isPassingFailure } from "./passing-failure.js";
import { tracedDatabase } from "./traced-database.js";

/** What the server says of a statement that it ended: because of its time limit, or because somebody asked it to. */
const QUERY_CANCELED = "57014";
const TIMED_OUT = /statement timeout/;

/** Reads with a limit of time of their own. */
export interface TimeLimit {
  /**
   * Runs reads over one connection; all of them together take no longer than the limit, after which the server ends the one that runs.
   * @throws QueryTimeoutError
   */
  run<Result>(work: (database: Database) => Promise<Result>): Promise<Result>;
}

export function limitTime(dataSource: DataSource, milliseconds: number): TimeLimit {
  const connect = connectedPool(dataSource);
  return {
    async run(work) {
      const client = await passing(async () => (await connect()).connect());
      let isBroken = true;
      try {
        const limited = new LimitedDatabase(client, performance.now() + milliseconds);
        const result = await work(tracedDatabase(limited));
        await limited.end();
        isBroken = false;
        return result;
      } catch (error) {
        if (error instanceof QueryTimeoutError) {
          throw new QueryTimeoutError(`The query takes longer than ${milliseconds / 1000} s; ask for less`, {
            cause: error,
          });
        }
        throw error;
      } finally {
        if (isBroken)
          isBroken = await client.query("ROLLBACK").then(
            () => false,
            () => true,
          );
        client.release(isBroken);
      }
    },
  };
}

/** A limit that is set with the transaction goes with it, whatever happens to the connection. */
class LimitedDatabase implements Database {
  private hasBegun = false;

  constructor(
    private readonly client: PoolClient,
    private readonly deadline: number,
  ) {}

  async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const left = Math.ceil(this.deadline - performance.now());
    if (left <= 0) throw new QueryTimeoutError("The time is up");
    return passing(async () => {
      const begin = this.hasBegun ? "" : "BEGIN READ ONLY; ";
      this.hasBegun = true;
      await this.client.query(`${begin}SET LOCAL statement_timeout = ${left}`);
      const { rows } = await this.client.query<Row>({ ...statement, values: [...values] } as QueryConfig);
      return rows;
    });
  }

  async end(): Promise<void> {
    if (this.hasBegun) await passing(() => this.client.query("COMMIT"));
  }
}

async function passing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message?: string };
    if (code === QUERY_CANCELED && TIMED_OUT.test(message ?? ""))
      throw new QueryTimeoutError("The time is up", { cause });
    if (isPassingFailure(cause)) throw new TransientError("The database does not answer, or not in time", { cause });
    throw cause;
  }
}
