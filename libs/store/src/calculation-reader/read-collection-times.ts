import {
  ENUMERATED_SERIES,
  SAMPLED_SERIES,
  SAMPLED_SNAPSHOTS,
  SAMPLED_TIMES,
  type Bounded,
  type CollectionTimes,
} from "@binnacle/calculation";
import { timestampText } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

/** Over `sampled (resource_id, type, source, newest, is_cut)`. */
const SUMMARY = `type AS "readingType", source, count(DISTINCT resource_id)::float8 AS resources,
  ${timestampText("max(newest)")} AS "newestOn", ${timestampText("min(newest)")} AS "oldestOn", bool_or(is_cut) AS "isCut"`;

const OF_SNAPSHOTS = `SELECT ${SUMMARY}, 'SNAPSHOT' AS "storageMode", 0 AS intervals, NULL::float8 AS "medianMicros",
  NULL::float8 AS "longMicros"`;

// One index probe a reading type: there may be millions of snapshots of each.
const SNAPSHOTS_OF_ALL = {
  name: "calculation-snapshot-times",
  text: `
WITH RECURSIVE kind (type) AS (
  (SELECT s.type FROM snapshot_current s ORDER BY s.type LIMIT 1)
  UNION ALL
  SELECT next.type
  FROM kind
  CROSS JOIN LATERAL (SELECT s.type FROM snapshot_current s WHERE s.type > kind.type ORDER BY s.type LIMIT 1) next
)
${OF_SNAPSHOTS}
FROM (
  SELECT
    found.resource_id, kind.type, found.source, found.newest, count(*) OVER (PARTITION BY kind.type) > ${SAMPLED_SNAPSHOTS} AS is_cut,
    row_number() OVER (PARTITION BY kind.type ORDER BY found.resource_id) AS position
  FROM kind
  CROSS JOIN LATERAL (
    SELECT s.resource_id, s.source, s.collected_on AS newest
    FROM snapshot_current s
    WHERE s.type = kind.type
    ORDER BY s.resource_id
    LIMIT ${SAMPLED_SNAPSHOTS + 1}
  ) found
  WHERE $1::text[] IS NULL OR kind.type = ANY($1)
) sampled
WHERE position <= ${SAMPLED_SNAPSHOTS}
GROUP BY type, source`,
};

const SNAPSHOTS_OF_SOME = {
  name: "calculation-snapshot-times-of-some",
  text: `
${OF_SNAPSHOTS}
FROM (
  SELECT s.resource_id, s.type, s.source, s.collected_on AS newest, false AS is_cut
  FROM snapshot_current s
  WHERE s.resource_id = ANY($2::uuid[]) AND ($1::text[] IS NULL OR s.type = ANY($1))
) sampled
GROUP BY type, source`,
};

/** One index probe a series, up to a number of them. */
const SERIES_OF_ALL = `
WITH RECURSIVE found (resource_id, type) AS (
  (SELECT s.resource_id, s.type FROM reading_series s ORDER BY s.resource_id, s.type LIMIT 1)
  UNION ALL
  SELECT next.resource_id, next.type
  FROM found
  CROSS JOIN LATERAL (
    SELECT s.resource_id, s.type
    FROM reading_series s
    WHERE (s.resource_id, s.type) > (found.resource_id, found.type)
    ORDER BY s.resource_id, s.type
    LIMIT 1
  ) next
), enumerated AS (
  SELECT resource_id, type FROM found LIMIT ${ENUMERATED_SERIES + 1}
), numbered AS (
  SELECT resource_id, type, row_number() OVER (ORDER BY resource_id, type) AS position
  FROM enumerated
  WHERE $1::text[] IS NULL OR type = ANY($1)
), kind AS (
  SELECT
    resource_id, type,
    (SELECT count(*) > ${ENUMERATED_SERIES} FROM enumerated) OR (SELECT count(*) > ${SAMPLED_SERIES} FROM numbered) AS is_cut
  FROM numbered
  WHERE position <= ${SAMPLED_SERIES}
)`;

const SERIES_OF_SOME = `
WITH RECURSIVE found (resource_id, type) AS (
  SELECT wanted.id, first.type
  FROM (SELECT DISTINCT unnest($2::uuid[]) AS id) wanted
  CROSS JOIN LATERAL (
    SELECT s.type FROM reading_series s WHERE s.resource_id = wanted.id ORDER BY s.type LIMIT 1
  ) first
  UNION ALL
  SELECT found.resource_id, next.type
  FROM found
  CROSS JOIN LATERAL (
    SELECT s.type
    FROM reading_series s
    WHERE s.resource_id = found.resource_id AND s.type > found.type
    ORDER BY s.type
    LIMIT 1
  ) next
), kind AS (
  SELECT resource_id, type, false AS is_cut FROM found WHERE $1::text[] IS NULL OR type = ANY($1)
)`;

/** Over `kind (resource_id, type, is_cut)`: the newest Readings of each series, and the time from each to the one before. */
const SERIES_TIMES = `
, times AS (
  SELECT DISTINCT kind.resource_id, kind.type, kind.is_cut, newest.source, newest.collected_on
  FROM kind
  CROSS JOIN LATERAL (
    SELECT s.source, s.collected_on
    FROM reading_series s
    WHERE s.resource_id = kind.resource_id AND s.type = kind.type
    ORDER BY s.collected_on DESC, s.digest DESC
    LIMIT ${SAMPLED_TIMES}
  ) newest
), apart AS (
  SELECT
    times.*,
    (extract(epoch FROM collected_on - lag(collected_on) OVER series) * 1e6)::float8 AS micros,
    max(collected_on) OVER (PARTITION BY resource_id, type, source) AS newest
  FROM times
  WINDOW series AS (PARTITION BY resource_id, type, source ORDER BY collected_on)
)
SELECT
  ${SUMMARY}, 'TIME_SERIES' AS "storageMode", count(micros)::float8 AS intervals,
  percentile_disc(0.5) WITHIN GROUP (ORDER BY micros) AS "medianMicros",
  percentile_disc(0.9) WITHIN GROUP (ORDER BY micros) AS "longMicros"
FROM apart
GROUP BY type, source`;

const STATEMENTS = {
  ofAll: [SNAPSHOTS_OF_ALL, { name: "calculation-series-times", text: `${SERIES_OF_ALL}${SERIES_TIMES}` }],
  ofSome: [SNAPSHOTS_OF_SOME, { name: "calculation-series-times-of-some", text: `${SERIES_OF_SOME}${SERIES_TIMES}` }],
};

/** When sources collected, of some Resources or of a sample of all. */
export async function readCollectionTimes(
  database: Database,
  { ids, readingTypes }: { ids: readonly string[] | undefined; readingTypes: readonly string[] | undefined },
): Promise<Bounded<CollectionTimes>> {
  const items: CollectionTimes[] = [];
  let isPartial = false;
  for (const statement of ids ? STATEMENTS.ofSome : STATEMENTS.ofAll) {
    const values = ids ? [readingTypes, ids] : [readingTypes];
    for (const { isCut, ...times } of await database.query<CollectionTimes & { isCut: boolean }>(statement, values)) {
      items.push(times);
      isPartial ||= isCut;
    }
  }
  return { items, isPartial };
}
