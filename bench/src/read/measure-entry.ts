import type { BatteryEntry } from "./battery.js";
import { measureLoad, type LoadFigures, type LoadOptions } from "./load.js";
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

/** Asks for one thing again and again, the provider and the bare handler in turns, so that both meet the machine in the same state. */
export async function measureEntry(
  entry: BatteryEntry,
  { provider, bare, recorded }: Servers,
  seconds: number,
): Promise<MeasuredEntry> {
  const concurrency = entry.concurrency ?? CONCURRENCY;
  const sent = recorded.get(entry.name);
  const runs = [loadOf(provider.url, entry.request)];
  if (sent) runs.push(loadOf(bare.url, (n) => ({ path: `/${encodeURIComponent(entry.name)}/${n % sent.length}` })));
  for (const load of runs) {
    const { p50 } = await load({ concurrency: 1, seconds: seconds / 6, least: 1 });
    if (p50 < SLOW_MS) await load({ concurrency, seconds: seconds / 6 });
  }
  const figures: LoadFigures[][] = runs.map(() => []);
  for (const each of [1, concurrency]) {
    for (const [index, load] of runs.entries()) figures[index]!.push(await load({ concurrency: each, seconds }));
  }
  const [ofProvider, ofBare] = figures as [MeasuredEntry["provider"], MeasuredEntry["bare"]];
  return { entry, provider: ofProvider, ...(ofBare && { bare: ofBare }) };
}

type Load = (options: Pick<LoadOptions, "concurrency" | "seconds" | "least">) => Promise<LoadFigures>;

/** Goes on with the requests where the run before it stopped. */
function loadOf(origin: string, request: BatteryEntry["request"]): Load {
  let made = 0;
  return (options) => measureLoad({ origin, next: () => request(made++), ...options });
}
