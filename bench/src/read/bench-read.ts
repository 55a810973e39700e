import { availableParallelism } from "node:os";
import { PostgresCatalogStore } from "@binnacle/store";
import { withDatabase } from "../database.js";
import { shapeOf } from "./catalog-shape.js";
import { fillCatalog } from "./fill-catalog.js";
import { measureChanges } from "./measure-changes.js";
import { measureEntry, type MeasuredEntry } from "./measure-entry.js";
import { printChanges, printEntries, summary } from "./print-figures.js";
import { printPlans } from "./print-plans.js";
import { withServers } from "./with-servers.js";

const SEED = 20_260_101;
const POOL_SIZE = 2;
const CHANGES = "changes";

/** Bytes of memory that the server may share, so that a million Resources are read from it rather than from the disk. */
const SETTINGS = {
  shared_buffers: "8GB",
  maintenance_work_mem: "1GB",
  work_mem: "32MB",
  synchronous_commit: "off",
  fsync: "off",
};

export interface ReadOptions {
  /** Sizes of catalogs. */
  resources: readonly number[];
  seconds: number;
  only: RegExp;
  plans: boolean;
}

/** Every endpoint and calculation of the provider over a generated catalog, one request at a time and 16, beside the same SQL behind a bare handler. */
export async function benchRead(options: ReadOptions): Promise<void> {
  for (const size of options.resources) await benchSize(size, options);
}

async function benchSize(size: number, { seconds, only, plans }: ReadOptions): Promise<void> {
  const shape = shapeOf(size);
  const base = `${new Date().toISOString().slice(0, 16)}:00Z`;
  const startedAt = performance.now();
  const progress = (line: string): void =>
    console.error(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${line}`);
  await withDatabase(
    1,
    async ([dataSource]) => {
      const url = (dataSource!.options as { url: string }).url;
      await fillCatalog(dataSource!, shape, { url, seed: SEED, base, progress });
      const [{ bytes }] = await dataSource!.query(
        "SELECT pg_size_pretty(pg_database_size(current_database())) AS bytes",
      );
      progress(`filled: ${bytes}`);
      await withServers({ dataSource: dataSource!, shape, base, only, progress }, async (servers) => {
        if (plans) return printPlans(dataSource!, servers);
        const measured: MeasuredEntry[] = [];
        for (const entry of servers.entries) {
          const figures = await measureEntry(entry, servers, seconds);
          progress(summary(figures));
          measured.push(figures);
        }
        console.log(`\n${size.toLocaleString("en")} Resources, ${bytes}, on ${availableParallelism()} cores.`);
        printEntries(measured);
        // Last, since it changes the catalog.
        if (only.test(CHANGES)) {
          printChanges(await measureChanges(servers.provider.url, new PostgresCatalogStore(dataSource!), shape));
        }
      });
    },
    { settings: SETTINGS, poolSize: POOL_SIZE },
  );
}
