import { setTimeout as sleep } from "node:timers/promises";
import { TransientError } from "@binnacle/errors";
import type { QueryResult, QueryResultRow } from "pg";
import type { DataSource, QueryRunner } from "typeorm";
import { isPassingFailure } from "../reads/passing-failure.js";
import type { SqlConnection } from "./sql-connection.js";

/** Whoever holds it is the housekeeper. The number is arbitrary. */
const HOUSEKEEPER_LOCK = 6_170_264_117;

/** Deadlocks and serialization failures; the sink's order of locks leaves next to none. */
const COLLISION = /^40/;
const MAX_COLLISIONS = 5;
/** However long a statement took, somebody may wait for what comes next. */
const LONGEST_REST_MS = 5_000;

interface SessionOptions {
  /** Once it fires, no further statement or transaction begins. */
  signal?: AbortSignal;
  /** The share of the time in which its statements run, above 0 to 1. Default 1. */
  load?: number;
}

/**
 * One connection, and with it the right to be the housekeeper: the server gives both up together, so that a housekeeper which
 * lost its right cannot write any more, and the next one takes over when it dies.
 */
export class HousekeepingSession implements SqlConnection {
  private isInTransaction = false;
  /** In which the server worked since the last rest. */
  private workedMs = 0;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly connection: SqlConnection,
    private readonly signal: AbortSignal | undefined,
    private readonly load: number,
  ) {}

  /** `undefined` while another is the housekeeper. */
  static async open(dataSource: DataSource, options: SessionOptions = {}): Promise<HousekeepingSession | undefined> {
    const session = await HousekeepingSession.connect(dataSource, options);
    const { rows } = await session.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      HOUSEKEEPER_LOCK,
    ]);
    if (rows[0]!.locked) return session;
    await session.close();
    return undefined;
  }

  /** A connection without that right, for looking only. */
  static async connect(
    dataSource: DataSource,
    { signal, load = 1 }: SessionOptions = {},
  ): Promise<HousekeepingSession> {
    try {
      if (!dataSource.isInitialized) await dataSource.initialize();
      const runner = dataSource.createQueryRunner();
      const session = new HousekeepingSession(runner, (await runner.connect()) as SqlConnection, signal, load);
      // A housekeeper whose host is gone must not stay it for hours.
      await session.query("SET tcp_keepalives_idle = 30");
      await session.query("SET tcp_keepalives_interval = 10");
      await session.query("SET tcp_keepalives_count = 3");
      return session;
    } catch (error) {
      throw told(error);
    }
  }

  /** @throws TransientError if the connection is lost or the server cannot do it now */
  async query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<Row>> {
    if (!this.isInTransaction) this.signal?.throwIfAborted();
    return this.send(text, values);
  }

  /** Runs `work` in one transaction, again where it collided with somebody, and rests. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const result = await this.transact(work);
    await this.rest();
    return result;
  }

  private async transact<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      await this.query("BEGIN");
      this.isInTransaction = true;
      try {
        const result = await work();
        await this.send("COMMIT");
        return result;
      } catch (error) {
        await this.send("ROLLBACK").catch(() => undefined);
        const { cause } = error as { cause?: { code?: string } };
        if (attempt === MAX_COLLISIONS || !COLLISION.test(cause?.code ?? "")) throw error;
      } finally {
        this.isInTransaction = false;
      }
    }
  }

  /** Gives the right up, and the connection back to the pool. */
  async close(): Promise<void> {
    await this.send("SELECT pg_advisory_unlock_all()").catch(() => undefined);
    await this.send("DISCARD TEMP").catch(() => undefined);
    await this.runner.release();
  }

  /** Large work in small parts leaves the server to others for most of the time. */
  private async rest(): Promise<void> {
    const restMs = Math.min(this.workedMs * (1 / this.load - 1), LONGEST_REST_MS);
    this.workedMs = 0;
    // Whoever waits for the end is not kept waiting; what comes next does not begin then.
    if (restMs >= 1) await sleep(restMs, undefined, this.signal && { signal: this.signal }).catch(() => undefined);
  }

  private async send<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<Row>> {
    const begin = performance.now();
    try {
      return await this.connection.query<Row>(text, values);
    } catch (error) {
      throw told(error);
    } finally {
      this.workedMs += performance.now() - begin;
    }
  }
}

function told(error: unknown): unknown {
  if (!isPassingFailure(error)) return error;
  return new TransientError(`PostgreSQL does not answer the housekeeper: ${(error as Error).message}`, {
    cause: error,
  });
}
