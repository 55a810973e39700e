import type { CatalogAccess, CatalogReader } from "@binnacle/calculation";
import { TransientError } from "@binnacle/errors";
import { readPolicy } from "@binnacle/housekeeping";
import type { Pool, PoolClient } from "pg";
import type { DataSource } from "typeorm";
import { EnduringClient } from "../enduring-client.js";
import { connectedPool } from "../reads/connected-pool.js";
import { isPassingFailure } from "../reads/passing-failure.js";
import { PostgresCatalogReader } from "./postgres-catalog-reader.js";
import type { OutlookPolicy } from "./read-outlook.js";
import { TransactionReads } from "./transaction-reads.js";

export interface CatalogAccessOptions {
  /** Milliseconds after which the server ends a statement. */
  statementTimeout?: number;
  /** By what rules the housekeeper works; the default ones without. */
  housekeeping?: OutlookPolicy;
}

const DEFAULT_STATEMENT_TIMEOUT_MS = 2_000;

/**
 * What is asked about many Resources is found by index, one after the other: the planner, which knows neither how many are given nor how few
 * are left of a type once values were looked at, would rather read all Resources and join them. To compile a statement, or to start other processes for it, takes longer than it saves.
 */
const BY_INDEX =
  "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off";
const OF_A_TYPE = "SET LOCAL enable_hashjoin = on; SET LOCAL max_parallel_workers_per_gather TO DEFAULT";

/** The housekeeper's rules look at more than the views, and at every Resource of a type. */
const AS_HOUSEKEEPER = `SET LOCAL ROLE NONE; SET LOCAL statement_timeout = 8000; ${OF_A_TYPE}; SET LOCAL enable_mergejoin = on`;

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
    const reads = new TransactionReads(client, signal);
    const cancelling: Promise<unknown>[] = [];
    const cancel = (): void => {
      cancelling.push(cancelStatement(pool, client));
    };
    try {
      signal.throwIfAborted();
      await passing(client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${limits}`));
      signal.addEventListener("abort", cancel, { once: true });
      return await use(
        new PostgresCatalogReader(reads, {
          policy: this.#policy,
          overType: (work) => reads.between(OF_A_TYPE, work, limits),
          withTables: (work) => reads.between(AS_HOUSEKEEPER, work, limits),
        }),
      );
    } finally {
      await reads.end();
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

  /** Statements, for one round trip: as whom calculations read, how, and how long each may take. */
  #limits(pool: Pool): Promise<string> {
    this.#role ??= passing(pool.query<{ mayTake: boolean }>(MAY_TAKE_ROLE)).then(
      ({ rows }) => (rows[0]!.mayTake ? "; SET LOCAL ROLE binnacle_reader" : ""),
      (error: unknown) => {
        this.#role = undefined;
        throw error;
      },
    );
    return this.#role.then((role) => `SET LOCAL statement_timeout = ${this.#statementTimeout}; ${BY_INDEX}${role}`);
  }
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
