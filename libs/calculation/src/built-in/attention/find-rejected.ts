import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { compareTexts } from "../../catalog/compare-texts.js";
import { type AttentionGroup, groupOf, type RejectedItem } from "./result.js";

/** Who has more than this has one cause, not a thousand. */
const MAX_REJECTIONS = 1_000;

/** Records that could not be accepted: what still comes is worse than what came once. */
export async function findRejected(catalog: CatalogReader, limit: number): Promise<AttentionGroup<RejectedItem>> {
  const { items, isPartial } = await catalog.rejections({ limit: MAX_REJECTIONS });
  const found = items
    .toSorted((a, b) => compareTexts(b.lastReceivedOn, a.lastReceivedOn))
    .map(({ id, code, source, count, lastReceivedOn, detail, firstReceivedOn }) => ({
      id,
      code,
      source,
      count,
      lastReceivedOn,
      why: detail,
      since: firstReceivedOn,
    }));
  return groupOf(found, limit, isPartial);
}
