import type { HousekeepingOutlook } from "@binnacle/calculation";
import { describeRule, foresee, type HousekeepingPolicy } from "@binnacle/housekeeping";
import { readDistrustedSources, readNow, readProbedOn } from "../housekeeping/read-evidence.js";
import { rehearse } from "../housekeeping/rehearse.js";
import type { Database } from "../reads/database.js";

export type OutlookPolicy = Pick<HousekeepingPolicy, "probe" | "rules">;

/** What the rules would remove now, by the very queries of the housekeeper's dry run. They look at more than the views. */
export async function readOutlook(
  database: Database,
  policy: OutlookPolicy,
  limit: number,
): Promise<HousekeepingOutlook> {
  const outlook = await foresee(
    {
      now: () => readNow(database),
      probedOn: () => readProbedOn(database),
      distrustedSources: () => readDistrustedSources(database),
      rehearse: (rule, view, most) => rehearse(database, rule, view, most),
    },
    policy,
    limit,
  );
  return {
    horizon: outlook.horizon,
    isWaiting: !outlook.isProbed,
    distrustedSources: [...outlook.distrusted],
    removals: outlook.removals.map(({ rule, resourceType, counts, heldBecause, candidates }) => ({
      rule: rule.name,
      description: describeRule(rule),
      resourceType,
      counts,
      heldBecause: heldBecause ?? null,
      candidates,
    })),
  };
}
