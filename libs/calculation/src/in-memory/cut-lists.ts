import type { Bounded, CatalogReading } from "../catalog/catalog-items.js";
import { DEFAULT_ITEMS, MAX_ITEMS, MAX_VALUE_BYTES, type ListLimit } from "../catalog/catalog-reader.js";

/** Of each series no more than the first. */
export function firstOfEach(readings: readonly CatalogReading[], limit: number): CatalogReading[] {
  const taken = new Map<string, number>();
  return readings.filter(({ resourceId, type }) => {
    const count = (taken.get(`${resourceId} ${type}`) ?? 0) + 1;
    taken.set(`${resourceId} ${type}`, count);
    return count <= limit;
  });
}

/** What the limit lets through. */
export function cut<Item>(items: Item[], { limit = DEFAULT_ITEMS }: ListLimit): Bounded<Item> {
  const most = Math.min(limit, MAX_ITEMS);
  return { items: items.slice(0, most), isPartial: items.length > most };
}

/** What the limits of items and of bytes let through; the first is always given. */
export function cutValues(readings: CatalogReading[], options: ListLimit): Bounded<CatalogReading> {
  const { items } = cut(readings, options);
  let bytes = 0;
  const tooMany = items.findIndex(({ text }, index) => {
    bytes += Buffer.byteLength(text);
    return index > 0 && bytes > MAX_VALUE_BYTES;
  });
  const taken = tooMany === -1 ? items : items.slice(0, tooMany);
  return { items: taken, isPartial: taken.length < readings.length };
}
