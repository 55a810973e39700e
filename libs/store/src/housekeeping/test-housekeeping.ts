import { resourceId, type Timestamp } from "@binnacle/contract";
import { Housekeeper, probeRecord, readPolicy, type HousekeepingPolicy } from "@binnacle/housekeeping";
import type { DataSource } from "typeorm";
import { hiddenRows } from "../reads/hidden-rows.js";
import { openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";
import { PostgresHousekeepingStore } from "./postgres-housekeeping-store.js";

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Resources of which something else was counted than what they hide, though they have no note, and types with a wrong sum. */
const MISCOUNTED = `
WITH ${hiddenRows("SELECT id FROM resource", ["resource", "snapshot", "series"])}, noted AS (
  SELECT resource_id FROM hidden_note
), miscounted AS (
  SELECT resource_id::text AS of, kind, type, h.count AS counted, n.count
  FROM (SELECT * FROM hidden WHERE resource_id NOT IN (SELECT * FROM noted)) h
  FULL JOIN (SELECT * FROM hidden_now WHERE resource_id NOT IN (SELECT * FROM noted)) n USING (resource_id, kind, type)
  UNION ALL
  SELECT 'sum', kind, type, t.count, h.count
  FROM (SELECT kind, type, sum(count) AS count FROM hidden_tally GROUP BY kind, type HAVING sum(count) <> 0) t
  FULL JOIN (SELECT kind, type, sum(count) AS count FROM hidden GROUP BY kind, type) h USING (kind, type)
)
SELECT * FROM miscounted WHERE counted IS DISTINCT FROM count`;

/** A catalog with its housekeeper, for tests: what the housekeeper takes for now is the time of the probe that came through last. */
export interface TestHousekeeping extends TestCatalog {
  store: PostgresHousekeepingStore;
  housekeeper(configuration?: object): Housekeeper;
  /** Lets a probe of that time come through. */
  probe(on: Timestamp): Promise<void>;
  /** Applies the rules at that time. */
  keepHouse(on: Timestamp, configuration?: object): Promise<void>;
  isPresent(type: string, name: string): Promise<boolean>;
  /** Whether what is hidden is counted right, now and when the housekeeper has counted it. */
  isCountedRight(): Promise<boolean>;
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
    // What is hidden then is counted, so that whatever changes it later has to leave a note.
    async ingest(records, source) {
      const report = await ingest(records, source);
      await store.foldCounts();
      return report;
    },
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
    async isCountedRight() {
      const before = await dataSource.query(MISCOUNTED);
      await store.foldCounts();
      return before.length + (await dataSource.query(MISCOUNTED)).length === 0;
    },
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
  "TRUNCATE resource, claim, sweep, snapshot, reference, series, rejection, change, type_tally, hidden, hidden_tally, hidden_note, housekeeping_plan, housekeeping_run, housekeeping_decision, tombstone";
