import { resourceId, type Timestamp } from "@binnacle/contract";
import { Housekeeper, probeRecord, readPolicy, type HousekeepingPolicy } from "@binnacle/housekeeping";
import type { DataSource } from "typeorm";
import { openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";
import { PostgresHousekeepingStore } from "./postgres-housekeeping-store.js";

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A catalog with its housekeeper, for tests: what the housekeeper takes for now is the time of the probe that came through last. */
export interface TestHousekeeping extends TestCatalog {
  store: PostgresHousekeepingStore;
  housekeeper(configuration?: object): Housekeeper;
  /** Lets a probe of that time come through. */
  probe(on: Timestamp): Promise<void>;
  /** Applies the rules at that time. */
  keepHouse(on: Timestamp, configuration?: object): Promise<void>;
  isPresent(type: string, name: string): Promise<boolean>;
  close(): Promise<void>;
}

export async function openTestHousekeeping(url: string): Promise<TestHousekeeping> {
  const catalog = await openTestCatalog(url);
  const { dataSource, ingest } = catalog;
  const store = (await PostgresHousekeepingStore.open(dataSource))!;
  const housekeeper = (configuration: object = {}): Housekeeper =>
    new Housekeeper({ store, policy: policyOf(configuration), logger: SILENT });
  const probe = async (on: Timestamp): Promise<void> => {
    await dataSource.query("DELETE FROM snapshot WHERE type = 'QueueProbe'");
    await ingest([probeRecord(on)], "binnacle/housekeeper");
  };
  return {
    ...catalog,
    store,
    housekeeper,
    probe,
    async keepHouse(on, configuration) {
      // Sweeps come when their run ends, which is long ago here.
      await dataSource.query("UPDATE sweep SET received_on = started_on");
      await probe(on);
      await housekeeper(configuration).applyRules();
    },
    isPresent: (type, name) => isPresent(dataSource, type, name),
    async close() {
      await store.close();
      await dataSource.destroy();
    },
  };
}

/** No guard and no margin, unless said otherwise. */
export function policyOf(configuration: object): HousekeepingPolicy {
  const given = { guard: { share: 1 }, probe: { every: "1m", margin: "0s" }, ...configuration };
  return readPolicy(given, "test");
}

async function isPresent(dataSource: DataSource, type: string, name: string): Promise<boolean> {
  const rows = await dataSource.query("SELECT FROM resource_current WHERE id = $1", [resourceId(type, name)]);
  return rows.length === 1;
}

export const TRUNCATE =
  "TRUNCATE resource, claim, sweep, snapshot, reference, series, rejection, change, type_tally, housekeeping_plan, housekeeping_run, housekeeping_decision, tombstone";
