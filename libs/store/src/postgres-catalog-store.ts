import { setTimeout as sleep } from "node:timers/promises";
import type {
  BatchKeys,
  BatchPlan,
  CatalogState,
  CatalogStore,
  CatalogTransaction,
  Rejection,
  WrittenRows,
} from "@binnacle/ingest";
import type { DataSource } from "typeorm";
import { CollisionError } from "./operations/collision-error.js";
import type { Connection } from "./operations/connection.js";
import { deleteRejections } from "./operations/delete-rejections.js";
import { insertSeries } from "./operations/insert-series.js";
import { insertSnapshots } from "./operations/insert-snapshots.js";
import { insertSweeps } from "./operations/insert-sweeps.js";
import { lockSnapshots } from "./operations/lock-snapshots.js";
import { lowerSeriesSources } from "./operations/lower-series-sources.js";
import { readResources } from "./operations/read-resources.js";
import { deleteReferences, insertReferences } from "./operations/references.js";
import { replaceSnapshots } from "./operations/replace-snapshots.js";
import { SeriesPartitions } from "./operations/series-partitions.js";
import { touchSnapshots } from "./operations/touch-snapshots.js";
import { upsertClaims } from "./operations/upsert-claims.js";
import { upsertRejections } from "./operations/upsert-rejections.js";
import { upsertResources } from "./operations/upsert-resources.js";
import { classifyFailure } from "./sql-failure.js";

/** Collisions are rare and short; so many in a row mean that something else is wrong. */
const MAX_COLLISIONS = 20;

/** The sink's catalog in PostgreSQL: set-based statements, one for each table and batch, rows in one global key order. */
export class PostgresCatalogStore implements CatalogStore {
  private readonly partitions: SeriesPartitions;

  constructor(private readonly dataSource: DataSource) {
    this.partitions = new SeriesPartitions(dataSource);
  }

  async transaction<T>(work: (transaction: CatalogTransaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        const failure = classifyFailure(error);
        if (!(failure instanceof CollisionError)) throw failure;
        if (attempt === MAX_COLLISIONS) throw classifyFailure(new Error(failure.message, { cause: failure }));
        this.partitions.forget();
        await sleep(Math.random() * 5 * attempt);
      }
    }
  }

  private async attempt<T>(work: (transaction: CatalogTransaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const connection: Connection = await runner.connect();
      await connection.query("BEGIN");
      try {
        const result = await work(new PostgresCatalogTransaction(connection, this.partitions));
        await connection.query("COMMIT");
        return result;
      } catch (error) {
        // On a lost connection the server rolls back by itself; the first error is the one that tells.
        await connection.query("ROLLBACK").catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }
}

/**
 * Locks are taken in one order by everybody: stored snapshots, Resources, claims, then what is inserted, each by key.
 * That leaves no circle of waiting, so concurrent sinks never deadlock.
 */
class PostgresCatalogTransaction implements CatalogTransaction {
  constructor(
    private readonly connection: Connection,
    private readonly partitions: SeriesPartitions,
  ) {}

  async read({ resources, snapshots }: BatchKeys): Promise<CatalogState> {
    return {
      snapshots: await lockSnapshots(this.connection, snapshots),
      resources: await readResources(this.connection, resources),
    };
  }

  async write(plan: BatchPlan): Promise<WrittenRows> {
    const { connection } = this;
    const { resources, claims, touches, replacements, additions, series } = plan;
    if (resources.length > 0) await upsertResources(connection, resources);
    if (claims.length > 0) await upsertClaims(connection, claims);
    if (touches.length > 0) await touchSnapshots(connection, touches);
    if (replacements.length > 0) await replaceSnapshots(connection, replacements);
    if (additions.length > 0) await insertSnapshots(connection, additions);
    if (replacements.length > 0) await deleteReferences(connection, replacements);
    const referring = [...replacements, ...additions].filter(({ references }) => references.length > 0);
    if (referring.length > 0) await insertReferences(connection, referring);
    return { series: await this.append(series), sweeps: await insertSweeps(connection, plan.sweeps) };
  }

  async reject(rejections: readonly Rejection[]): Promise<void> {
    if (rejections.length > 0) await upsertRejections(this.connection, rejections);
  }

  async settle(rejectionIds: readonly string[]): Promise<void> {
    if (rejectionIds.length > 0) await deleteRejections(this.connection, rejectionIds);
  }

  private async append(rows: BatchPlan["series"]): Promise<WrittenRows["series"]> {
    if (rows.length === 0) return new Set();
    await this.partitions.ensure(rows.map(({ collectedOn }) => collectedOn));
    const inserted = await insertSeries(this.connection, rows);
    const repeated = rows.filter((row) => !inserted.has(row));
    if (repeated.length > 0) await lowerSeriesSources(this.connection, repeated);
    return inserted;
  }
}
