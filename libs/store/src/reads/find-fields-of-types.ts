import { READ_INDEX_PREFIX } from "../read-indexes/read-index.js";
import type { Database } from "./database.js";
import { PROBE_COST } from "./find-lacking.js";
import type { PartSearch, ResourceFilter } from "./resource-filter.js";

const COUNTS = {
  name: "find-fields-of-types",
  text: `
SELECT
  type, sum(count)::float8 AS snapshots, bool_or(resource_type IS NULL OR resource_type = ANY($2)) AS "isOfTypes",
  (SELECT coalesce(sum(count), 0)::float8 FROM type_tally WHERE kind = 'resource' AND type = ANY($2)) AS resources,
  EXISTS (SELECT FROM pg_class WHERE relname LIKE '${READ_INDEX_PREFIX}part%') AS "hasTrigrams"
FROM type_tally
WHERE kind = 'snapshot' AND type = ANY($1)
GROUP BY type`,
};

interface Count {
  type: string;
  snapshots: number;
  isOfTypes: boolean;
  resources: number;
  hasTrigrams: boolean;
}

/**
 * Where to look for a part of the declared fields of Resources of some types, by what is counted as Readings are written. `undefined` where
 * any type will do.
 */
export async function findFieldsOfTypes(
  database: Database,
  { part, types }: ResourceFilter,
): Promise<PartSearch | undefined> {
  if (!part || types === undefined || part.fields.length === 0) return undefined;
  const readingTypes = part.fields.map(({ readingType }) => readingType);
  const counts = await database.query<Count>(COUNTS, [readingTypes, types]);
  const present = new Map(counts.filter(({ isOfTypes }) => isOfTypes).map((count) => [count.type, count]));
  const fields = part.fields.filter(({ readingType }) => present.has(readingType));
  return {
    fields,
    probed: fields.filter(({ readingType }) => {
      const { snapshots, resources, hasTrigrams } = present.get(readingType)!;
      return !hasTrigrams && resources * PROBE_COST < snapshots;
    }),
  };
}
