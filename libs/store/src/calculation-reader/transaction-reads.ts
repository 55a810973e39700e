import { QueryTimeoutError, TransientError } from "@binnacle/errors";
import type { PoolClient, QueryConfig } from "pg";
import type { Database, Statement } from "../reads/database.js";
import { isPassingFailure } from "../reads/passing-failure.js";

const QUERY_CANCELED = "57014";

/**
 * Runs the statements of one transaction until the signal is aborted. Those that are asked for at the same time run one after the other,
 * the next one while what came of the last is still being looked at.
 */
export class TransactionReads implements Database {
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;
  readonly #direct: Database = { query: (statement, values) => this.#run(statement, values) };

  constructor(
    private readonly client: PoolClient,
    private readonly signal: AbortSignal,
  ) {}

  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]> {
    return this.#inTurn((database) => database.query<Row>(statement, values));
  }

  /** Runs statements between two settings, with none of others among them. */
  between<Result>(before: string, work: (database: Database) => Promise<Result>, after: string): Promise<Result> {
    return this.#inTurn(async (database) => {
      await database.query({ text: before });
      const result = await work(database);
      await database.query({ text: after });
      return result;
    });
  }

  /** Lets the statement that runs end, and no other begin: the connection is somebody else's next. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#last;
  }

  #inTurn<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    const running = this.#last.then(() => work(this.#direct));
    this.#last = running.catch(() => undefined);
    return running;
  }

  async #run<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    this.signal.throwIfAborted();
    if (this.#isOver) throw new Error("The catalog was read after the calculation had ended");
    try {
      const { rows } = await this.client.query<Row>({
        ...statement,
        ...(values.length > 0 && { values: [...values] }),
      } as QueryConfig);
      return rows;
    } catch (cause) {
      this.signal.throwIfAborted();
      if ((cause as { code?: unknown }).code === QUERY_CANCELED) {
        throw new QueryTimeoutError("A query of the calculation takes too long; ask for less", { cause });
      }
      if (isPassingFailure(cause)) throw new TransientError("The database does not answer", { cause });
      throw cause;
    }
  }
}
