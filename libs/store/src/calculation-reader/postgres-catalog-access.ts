import type { CatalogAccess, CatalogReader } from "@binnacle/calculation";
import { QueryTimeoutError, TransientError } from "@binnacle/errors";
import { readPolicy } from "@binnacle/housekeeping";
import type { Pool, PoolClient, QueryConfig } from "pg";
import type { DataSource } from "typeorm";
import { EnduringClient } from "../enduring-client.js";
import { connectedPool } from "../reads/connected-pool.js";
import type { Database, Statement } from "../reads/database.js";
import { isPassingFailure } from "../reads/passing-failure.js";
import { PostgresCatalogReader } from "./postgres-catalog-reader.js";
import type { OutlookPolicy } from "./read-outlook.js";

export interface CatalogAccessOptions {
  /** Milliseconds after which the server ends a statement. */
  statementTimeout?: number;
  /** By what rules the housekeeper works; the default ones without. */
  housekeeping?: OutlookPolicy;
}

const DEFAULT_STATEMENT_TIMEOUT_MS = 2_000;
/** The housekeeper's rules look at every Resource of a type. */
const OUTLOOK_TIMEOUT_MS = 8_000;
const QUERY_CANCELED = "57014";

/** Not every database has the role, and not every user may take it. */
const MAY_TAKE_ROLE = `
SELECT EXISTS (
  SELECT FROM pg_roles WHERE rolname = 'binnacle_reader' AND pg_has_role(current_user, oid, 'MEMBER')
) AS "mayTake"`;

/**
 * Opens the catalog of a PostgreSQL: one connection and one read-only transaction at REPEATABLE READ a calculation, as the role that
 * sees nothing but the views, with a time limit for each statement. Give it a data source of its own, so that slow calculations
 * hold up nobody else. Once the signal is aborted the statement that runs is cancelled.
 */
export class PostgresCatalogAccess implements CatalogAccess {
  readonly #connect: () => Promise<Pool>;
  readonly #statementTimeout: number;
  readonly #policy: OutlookPolicy;
  #role: Promise<string> | undefined;

  constructor(
    dataSource: DataSource,
    { statementTimeout = DEFAULT_STATEMENT_TIMEOUT_MS, housekeeping }: CatalogAccessOptions = {},
  ) {
    this.#connect = connectedPool(dataSource);
    this.#statementTimeout = statementTimeout;
    this.#policy = housekeeping ?? readPolicy({}, "housekeeping");
  }

  async read<Result>(signal: AbortSignal, use: (catalog: CatalogReader) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const pool = await passing(this.#connect());
    // Before there is a connection: who holds the pool's last one must not wait for another.
    const limits = await this.#limits(pool);
    const client = await passing(pool.connect());
    const cancelling: Promise<unknown>[] = [];
    const cancel = (): void => {
      cancelling.push(cancelStatement(pool, client));
    };
    try {
      signal.throwIfAborted();
      await passing(client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${limits}`));
      signal.addEventListener("abort", cancel, { once: true });
      const database = readsOf(client, signal);
      const set = (text: string) => database.query({ text });
      return await use(
        new PostgresCatalogReader(database, {
          policy: this.#policy,
          withTables: async (work) => {
            await set(`SET LOCAL ROLE NONE; SET LOCAL statement_timeout = ${OUTLOOK_TIMEOUT_MS}`);
            const result = await work();
            await set(limits);
            return result;
          },
        }),
      );
    } finally {
      signal.removeEventListener("abort", cancel);
      // A cancellation under way would hit whoever has the connection next.
      await Promise.allSettled(cancelling);
      client.release(
        await client.query("ROLLBACK").then(
          () => false,
          () => true,
        ),
      );
    }
  }

  /** Statements, for one round trip: as whom calculations read, and how long each may take. */
  #limits(pool: Pool): Promise<string> {
    this.#role ??= passing(pool.query<{ mayTake: boolean }>(MAY_TAKE_ROLE)).then(
      ({ rows }) => (rows[0]!.mayTake ? "; SET LOCAL ROLE binnacle_reader" : ""),
      (error: unknown) => {
        this.#role = undefined;
        throw error;
      },
    );
    return this.#role.then((role) => `SET LOCAL statement_timeout = ${this.#statementTimeout}${role}`);
  }
}

/** Runs statements on a connection until the signal is aborted. */
function readsOf(client: PoolClient, signal: AbortSignal): Database {
  return {
    async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
      signal.throwIfAborted();
      try {
        const { rows } = await client.query<Row>({
          ...statement,
          ...(values.length > 0 && { values: [...values] }),
        } as QueryConfig);
        return rows;
      } catch (cause) {
        signal.throwIfAborted();
        if ((cause as { code?: unknown }).code === QUERY_CANCELED) {
          throw new QueryTimeoutError("A query of the calculation takes too long; ask for less", { cause });
        }
        if (isPassingFailure(cause)) throw new TransientError("The database does not answer", { cause });
        throw cause;
      }
    },
  };
}

async function cancelStatement(pool: Pool, client: PoolClient): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  // By a connection of its own: those of the pool may all be waiting.
  const other = new EnduringClient(pool.options);
  try {
    await other.connect();
    await other.query("SELECT pg_cancel_backend($1)", [processID]);
  } finally {
    await other.end();
  }
}

async function passing<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (cause) {
    if (isPassingFailure(cause)) throw new TransientError("The database does not answer, or not in time", { cause });
    throw cause;
  }
}
