import type { Database } from "./database.js";
import type { Lacking, ResourceFilter } from "./resource-filter.js";

/** Below this share of Resources that may lack a reading, all that do are found at once. */
const RARE_SHARE = 0.05;
/** To look for the reading of each Resource takes so many times as long as to read one of all of the reading's type, which are in order. */
export const PROBE_COST = 8;

const COUNTS = {
  name: "find-lacking",
  text: `
SELECT
  coalesce(resource_type, type) AS type,
  coalesce(sum(count) FILTER (WHERE kind = 'resource'), 0)::float8 AS resources,
  coalesce(sum(count) FILTER (WHERE kind = 'snapshot'), 0)::float8 AS snapshots
FROM type_tally
WHERE kind = 'resource' OR kind = 'snapshot' AND type = $1 AND resource_type IS NOT NULL
GROUP BY 1`,
};

interface Count {
  type: string;
  resources: number;
  snapshots: number;
}

/**
 * Where the Resources are that lack the reading which a filter wants lacking, by what is counted as it is written: of a type that has as many
 * snapshots as Resources none does. `undefined` where so many may lack it that they are found by looking at one after the other.
 */
export async function findLacking(
  database: Database,
  { without, types }: ResourceFilter,
): Promise<Lacking | undefined> {
  if (without === undefined) return undefined;
  const counts = await database.query<Count>(COUNTS, [without]);
  const wanted = types === undefined ? counts : counts.filter(({ type }) => types.includes(type));
  const sum = (of: readonly Count[], amount: (count: Count) => number): number =>
    of.reduce((total, each) => total + amount(each), 0);
  const lacked = sum(wanted, ({ resources, snapshots }) => resources - snapshots);
  if (lacked >= sum(wanted, ({ resources }) => resources) * RARE_SHARE) return undefined;
  const lacking = wanted.filter(({ resources, snapshots }) => resources !== snapshots);
  return {
    types: lacking.map(({ type }) => type),
    isProbed: sum(lacking, ({ resources }) => resources) * PROBE_COST < sum(counts, ({ snapshots }) => snapshots),
  };
}
