import type { Database } from "./database.js";
import type { ResourceFilter } from "./resource-filter.js";

/** Below this share of Resources that may lack a reading, all that do are found at once. */
const RARE_SHARE = 0.05;

const COUNTS = {
  name: "lacks-rarely",
  text: `
SELECT
  coalesce(sum(count) FILTER (WHERE kind = 'resource'), 0)::float8 AS resources,
  coalesce(sum(count) FILTER (WHERE kind = 'snapshot'), 0)::float8 AS snapshots
FROM type_tally
WHERE kind = 'resource' AND ($2::text[] IS NULL OR type = ANY($2)) OR kind = 'snapshot' AND type = $1`,
};

/** Whether, by what is counted as it is written, hardly any Resource can lack the reading that a filter wants lacking. */
export async function lacksRarely(database: Database, { without, types }: ResourceFilter): Promise<boolean> {
  if (without === undefined) return false;
  const [counts] = await database.query<{ resources: number; snapshots: number }>(COUNTS, [without, types]);
  const { resources, snapshots } = counts!;
  return resources - snapshots < resources * RARE_SHARE;
}
