import type {
  BatchKeys,
  BatchPlan,
  CatalogPreview,
  CatalogState,
  CatalogView,
  SnapshotAddress,
  WrittenRows,
} from "@binnacle/ingest";
import { TransientError } from "@binnacle/errors";
import type { DataSource } from "typeorm";
import type { Connection } from "./operations/connection.js";
import { findNewSeries } from "./operations/insert-series.js";
import { findNewSweeps } from "./operations/insert-sweeps.js";
import { peekSnapshots } from "./operations/lock-snapshots.js";
import { peekValues } from "./operations/peek-values.js";
import { readLeftParents, readResources } from "./operations/read-resources.js";
import { BY_KEY } from "./postgres-catalog-store.js";
import { connectedPool } from "./reads/connected-pool.js";
import { isPassingFailure } from "./reads/passing-failure.js";

/** Nobody's work is seen half, and nobody waits. */
const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${BY_KEY}`;

/** What the sink would read, with the sink's own statements but without its locks. */
export class PostgresCatalogPreview implements CatalogPreview {
  private readonly connect: ReturnType<typeof connectedPool>;

  constructor(dataSource: DataSource) {
    this.connect = connectedPool(dataSource);
  }

  async look<T>(work: (view: CatalogView) => Promise<T>): Promise<T> {
    try {
      const client = await (await this.connect()).connect();
      let isBroken = true;
      try {
        await client.query(BEGIN);
        const result = await work(new PostgresCatalogView(client as unknown as Connection));
        await client.query("COMMIT");
        isBroken = false;
        return result;
      } finally {
        client.release(isBroken);
      }
    } catch (cause) {
      if (isPassingFailure(cause)) throw new TransientError("The database does not answer, or not in time", { cause });
      throw cause;
    }
  }
}

class PostgresCatalogView implements CatalogView {
  constructor(private readonly connection: Connection) {}

  async read(keys: BatchKeys): Promise<CatalogState> {
    const { connection } = this;
    const snapshots = await peekSnapshots(connection, keys.snapshots);
    const { resources } = await readResources(connection, keys, { isLocking: false });
    return { snapshots, resources, formerParents: await readLeftParents(connection, keys, resources) };
  }

  async newRows({ series, sweeps }: Pick<BatchPlan, "series" | "sweeps">): Promise<WrittenRows> {
    const { connection } = this;
    return { series: await findNewSeries(connection, series), sweeps: await findNewSweeps(connection, sweeps) };
  }

  readValues(addresses: readonly SnapshotAddress[], maxBytes: number): Promise<ReadonlyMap<string, string>> {
    return peekValues(this.connection, addresses, maxBytes);
  }
}
