import { setTimeout as sleep } from "node:timers/promises";
import type {
  BatchKeys,
  BatchPlan,
  CatalogState,
  CatalogStore,
  CatalogTransaction,
  Rejection,
  ReceiptPart,
  ResourceChange,
  SnapshotTouch,
  SourceTally,
  TypeTally,
  WrittenRows,
} from "@binnacle/ingest";
import { hidingOf, snapshotKey } from "@binnacle/ingest";
import type { DataSource } from "typeorm";
import { CollisionError } from "./operations/collision-error.js";
import type { Connection } from "./operations/connection.js";
import { deleteRejections } from "./operations/delete-rejections.js";
import { insertChanges } from "./operations/insert-changes.js";
import { insertReceipts } from "./operations/insert-receipts.js";
import { insertRejections, repeatRejections } from "./operations/insert-rejections.js";
import { insertResources } from "./operations/insert-resources.js";
import { insertSeries } from "./operations/insert-series.js";
import { insertSnapshots } from "./operations/insert-snapshots.js";
import { insertSweeps } from "./operations/insert-sweeps.js";
import { lockRejections } from "./operations/lock-rejections.js";
import { lockSnapshots } from "./operations/lock-snapshots.js";
import { lowerSeriesSources } from "./operations/lower-series-sources.js";
import { noteHidden } from "./operations/note-hidden.js";
import { readLeftParents, readResources } from "./operations/read-resources.js";
import { deleteReferences, insertReferences } from "./operations/references.js";
import { replaceSnapshots } from "./operations/replace-snapshots.js";
import { SeriesPartitions } from "./operations/series-partitions.js";
import { touchSnapshots } from "./operations/touch-snapshots.js";
import { updateResources } from "./operations/update-resources.js";
import { upsertClaims } from "./operations/upsert-claims.js";
import { classifyFailure } from "./sql-failure.js";

/** Collisions are rare and short; so many in a row mean that something else is wrong. */
const MAX_COLLISIONS = 20;

/** Every transaction of a sink shares it; whoever has it alone knows that none is under way. The number is arbitrary. */
export const SINK_LOCK = 6_170_264_118;

/**
 * Every statement looks up rows by keys that it is given. Where a table is small or freshly filled, the planner would rather read all of
 * it, which made reading Resources 1.6 times and locking snapshots 1.7 times as dear (20,000 rows, keys by the thousand).
 */
export const BY_KEY =
  "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

const BEGIN = `BEGIN; ${BY_KEY};
  SELECT pg_advisory_xact_lock_shared(${SINK_LOCK})`;

/** The sink's catalog in PostgreSQL: set-based statements, one for each table and batch, rows in one global key order. */
export class PostgresCatalogStore implements CatalogStore {
  private readonly partitions: SeriesPartitions;

  constructor(private readonly dataSource: DataSource) {
    this.partitions = new SeriesPartitions(dataSource);
  }

  async transaction<T>(work: (transaction: CatalogTransaction) => Promise<T>): Promise<T> {
    const contested = new Set<string>();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, { isLocking: attempt > 1, contested });
      } catch (error) {
        const failure = classifyFailure(error);
        if (!(failure instanceof CollisionError)) throw failure;
        if (attempt === MAX_COLLISIONS) throw classifyFailure(new Error(failure.message, { cause: failure }));
        this.partitions.forget();
        await sleep(Math.random() * 5 * attempt);
      }
    }
  }

  private async attempt<T>(work: (transaction: CatalogTransaction) => Promise<T>, locking: LockingOptions): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const connection: Connection = await runner.connect();
      await connection.query(BEGIN);
      try {
        const result = await work(new PostgresCatalogTransaction(connection, this.partitions, locking));
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

interface LockingOptions {
  /** After a collision: lock all Resources of the batch, those too that are only mentioned. */
  isLocking: boolean;
  /** Those of which the batch turned out to tell something that only who has locked them can tell; locked then, too. */
  contested: Set<string>;
}

/**
 * Locks are taken in one order by everybody, see decision 14: stored snapshots, stored Resources, new Resources, claims, new
 * snapshots, series, sweeps, rejections, receipts; each by key. What is stored is written only after what is new was added.
 */
class PostgresCatalogTransaction implements CatalogTransaction {
  private snapshotPlaces: ReadonlyMap<string, string> = new Map();
  private resourcePlaces: ReadonlyMap<string, string> = new Map();
  private state: CatalogState = { resources: new Map(), formerParents: new Map(), snapshots: new Map() };

  constructor(
    private readonly connection: Connection,
    private readonly partitions: SeriesPartitions,
    private readonly locking: LockingOptions,
  ) {}

  async read({ resources: keys, own, snapshots: addresses }: BatchKeys): Promise<CatalogState> {
    const { connection } = this;
    const { isLocking, contested } = this.locking;
    const { snapshots, places: snapshotPlaces } = await lockSnapshots(connection, addresses);
    const resourceKeys = { resources: keys, own: isLocking ? new Set([...keys.keys(), ...contested]) : own };
    const { resources, places } = await readResources(connection, resourceKeys, { isLocking: true });
    this.snapshotPlaces = snapshotPlaces;
    this.resourcePlaces = places;
    this.state = { snapshots, resources, formerParents: await readLeftParents(connection, resourceKeys, resources) };
    return this.state;
  }

  async write(plan: BatchPlan): Promise<WrittenRows> {
    const { connection } = this;
    const { claims, touches, replacements, additions, series } = plan;
    this.requireLocks(plan.contested);
    await this.writeResources(plan.resources);
    if (claims.length > 0) await upsertClaims(connection, claims);
    if (additions.length > 0) await insertSnapshots(connection, additions);
    if (touches.length > 0) await touchSnapshots(connection, touches, this.placesOf(touches));
    if (replacements.length > 0) {
      await replaceSnapshots(connection, replacements, this.placesOf(replacements));
      await deleteReferences(connection, replacements);
    }
    await insertReferences(connection, [...replacements, ...additions]);
    const written = await this.append(series);
    const hiding = hidingOf(plan, this.state, written);
    if (hiding.length > 0) await noteHidden(connection, hiding);
    return { series: written, sweeps: await insertSweeps(connection, plan.sweeps) };
  }

  async reject(rejections: readonly Rejection[], settledIds: readonly string[] = []): Promise<void> {
    const { connection } = this;
    const repeated = rejections.length > 0 ? await insertRejections(connection, rejections) : [];
    if (repeated.length + settledIds.length === 0) return;
    await lockRejections(connection, [...repeated.map(({ id }) => id), ...settledIds]);
    if (repeated.length > 0) await repeatRejections(connection, repeated);
    if (settledIds.length > 0) await deleteRejections(connection, settledIds);
  }

  async acknowledge(receipts: readonly ReceiptPart[]): Promise<void> {
    await insertReceipts(this.connection, receipts);
  }

  async publish(
    changes: readonly ResourceChange[],
    tallies: readonly TypeTally[],
    sources: readonly SourceTally[],
  ): Promise<void> {
    const rows = changes.length + tallies.length + sources.length;
    if (rows > 0) await insertChanges(this.connection, changes, tallies, sources);
  }

  /** Too rare for locking every removed Resource that a batch mentions, a busy parent that came back long ago say. */
  private requireLocks(ids: readonly string[]): void {
    const unlocked = ids.filter((id) => !this.resourcePlaces.has(id));
    if (unlocked.length === 0) return;
    for (const id of unlocked) this.locking.contested.add(id);
    throw new CollisionError("a Resource that was removed comes or goes, and was not locked");
  }

  private async writeResources(rows: BatchPlan["resources"]): Promise<void> {
    const stored = rows.filter(({ isStored }) => isStored);
    const added = rows.filter(({ isStored }) => !isStored);
    const places = stored.map(({ id }) => this.resourcePlaces.get(id));
    // A mention older than all before: too rare for locking every Resource of every batch.
    if (places.includes(undefined)) throw new CollisionError("a Resource is to be written that was not locked");
    if (added.length > 0) await insertResources(this.connection, added);
    if (stored.length > 0) await updateResources(this.connection, stored, places as string[]);
  }

  private placesOf(rows: readonly SnapshotTouch[]): string[] {
    return rows.map((row) => this.snapshotPlaces.get(snapshotKey(row))!);
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
