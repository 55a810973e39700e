import { useState } from "react";
import type { Source } from "../../catalog/use-sources.js";
import { ratesOf, withCount, type Count } from "./throughput.js";

/** Records a second of each source while the page is open, as its counts are asked for again and again. */
export function useThroughput(counted: { items: Source[]; countedOn: number } | undefined) {
  const [counts, setCounts] = useState<readonly Count[]>([]);
  if (counted !== undefined && counts.at(-1)?.on !== counted.countedOn) {
    const records = new Map(counted.items.map((source) => [source.name, source.records]));
    setCounts(withCount(counts, { on: counted.countedOn, records }));
  }
  return ratesOf(counts);
}
