import type { Timestamp } from "@binnacle/contract";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";

/** Who publishes. */
export interface CatalogSource {
  name: string;
  /** When the queue received the newest of its messages. */
  lastSeenOn: Timestamp;
  /** How many of its records sinks have dealt with; rejected ones and repeats count. */
  records: number;
  /** Of those, how many were rejected. */
  rejections: number;
  /** The value of its newest `CollectorRun` as PostgreSQL prints it: JSON text, to be passed on as it is. */
  lastRun: string | null;
}

export interface ListSourcesInput {
  after?: string | undefined;
  limit: number;
}

/** By name. A run may be told as a snapshot, as the SDK does, or as a series. */
export async function listSources(database: Database, { after, limit }: ListSourcesInput): Promise<CatalogSource[]> {
  const text = `
SELECT t.source AS name, ${timestampText("t.newest")} AS "lastSeenOn", t.records, t.rejections, (
    SELECT value::text FROM (
      SELECT c.value, c.collected_on FROM reading_current c
      WHERE c.resource_type = 'Collector' AND c.resource_name = t.source AND c.type = 'CollectorRun'
      UNION ALL
      (SELECT c.value, c.collected_on FROM reading_series c
      WHERE c.resource_type = 'Collector' AND c.resource_name = t.source AND c.type = 'CollectorRun'
      ORDER BY c.collected_on DESC LIMIT 1)
    ) AS run
    ORDER BY collected_on DESC LIMIT 1
  ) AS "lastRun"
FROM (
  SELECT source, sum(records)::float8 AS records, sum(rejections)::float8 AS rejections, max(newest) AS newest
  FROM source_tally
  ${after === undefined ? "" : "WHERE source > $2"}
  GROUP BY source
  ORDER BY source
  LIMIT $1
) AS t
ORDER BY t.source`;
  const name = after === undefined ? "list-sources" : "list-sources next";
  return database.query({ name, text }, after === undefined ? [limit] : [limit, after]);
}
