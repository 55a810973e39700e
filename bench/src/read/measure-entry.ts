import type { BatteryEntry } from "./battery.js";
import { measureLoad, type LoadFigures, type LoadRequest } from "./load.js";
import type { Servers } from "./with-servers.js";

export const CONCURRENCY = 16;
/** The first answers of every connection take longer, since its statements are prepared with them; of slow ones that is nothing. */
const SLOW_MS = 50;

/** One request at a time, and many. */
export interface MeasuredEntry {
  entry: BatteryEntry;
  provider: [one: LoadFigures, many: LoadFigures];
  bare?: [one: LoadFigures, many: LoadFigures];
}

/** Asks for one thing again and again, first the provider, then the bare handler. */
export async function measureEntry(
  entry: BatteryEntry,
  { provider, bare, recorded }: Servers,
  seconds: number,
): Promise<MeasuredEntry> {
  const concurrency = entry.concurrency ?? CONCURRENCY;
  const run = async (origin: string, request: BatteryEntry["request"]): Promise<[LoadFigures, LoadFigures]> => {
    let made = 0;
    const next = (): LoadRequest | undefined => request(made++);
    const { p50 } = await measureLoad({ origin, next, concurrency: 1, seconds: seconds / 6, least: 1 });
    if (p50 < SLOW_MS) await measureLoad({ origin, next, concurrency, seconds: seconds / 6 });
    const one = await measureLoad({ origin, next, concurrency: 1, seconds });
    return [one, await measureLoad({ origin, next, concurrency, seconds })];
  };
  const sent = recorded.get(entry.name);
  return {
    entry,
    provider: await run(provider.url, entry.request),
    ...(sent && {
      bare: await run(bare.url, (n) => ({ path: `/${encodeURIComponent(entry.name)}/${n % sent.length}` })),
    }),
  };
}
