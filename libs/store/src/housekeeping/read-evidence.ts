import type { Timestamp } from "@binnacle/contract";
import { HOUSEKEEPER_SOURCE, PROBE } from "@binnacle/housekeeping";
import { timestampText } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

const NOW = { text: `SELECT ${timestampText("clock_timestamp()")} AS now` };

const PROBED = {
  text: `
SELECT ${timestampText("collected_on")} AS "probedOn" FROM snapshot
WHERE resource_id = $1 AND type = $2 AND source = $3`,
};

const DISTRUSTED = {
  text: `
SELECT resource_name AS source
FROM reading_current
WHERE type = 'CollectorRun' AND resource_type = 'Collector' AND value ->> 'outcome' IS DISTINCT FROM 'ok'
ORDER BY 1`,
};

/** The server's clock, by which probes and horizons are told. */
export async function readNow(database: Database): Promise<Timestamp> {
  const [row] = await database.query<{ now: Timestamp }>(NOW);
  return row!.now;
}

/** When the newest probe was published that came through; `undefined` without one. */
export async function readProbedOn(database: Database): Promise<Timestamp | undefined> {
  const [row] = await database.query<{ probedOn: Timestamp }>(PROBED, [
    PROBE.resourceId,
    PROBE.readingType,
    HOUSEKEEPER_SOURCE,
  ]);
  return row?.probedOn;
}

/** Sources whose newest `CollectorRun` is not `ok`. */
export async function readDistrustedSources(database: Database): Promise<string[]> {
  const rows = await database.query<{ source: string }>(DISTRUSTED);
  return rows.map(({ source }) => source);
}
