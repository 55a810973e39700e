import type { HousekeepingPolicy } from "./rules.js";

/** Milliseconds for which series are kept, by reading type: what is older when it comes does not come back. */
export function retentionOf({ series }: Pick<HousekeepingPolicy, "series">): Map<string, number> {
  return new Map(
    series.flatMap(({ readingType, keepFor }) => (keepFor === undefined ? [] : [[readingType, keepFor] as const])),
  );
}
