import type { BatteryEntry } from "./battery.js";
import { Load, type LoadFigures, type LoadRequest } from "./load.js";
import type { Servers } from "./with-servers.js";

export const CONCURRENCY = 16;
/** The first answers of every connection take longer, since its statements are prepared with them; of slow ones that is nothing. */
const SLOW_MS = 50;
const TURNS = 5;

/** One request at a time, and many. */
export interface MeasuredEntry {
  entry: BatteryEntry;
  provider: [one: LoadFigures, many: LoadFigures];
  bare?: [one: LoadFigures, many: LoadFigures];
}

/**
 * Asks for one thing again and again, the provider and the bare handler in turns of a fraction of the time, so that both meet the machine in the
 * same state.
 */
export async function measureEntry(
  entry: BatteryEntry,
  { provider, bare, recorded }: Servers,
  seconds: number,
): Promise<MeasuredEntry> {
  const sent = recorded.get(entry.name);
  const asked: Asked[] = [{ origin: provider.url, next: counted(entry.request) }];
  if (sent) {
    const path = `/${encodeURIComponent(entry.name)}`;
    asked.push({ origin: bare.url, next: counted((number) => ({ path: `${path}/${number % sent.length}` })) });
  }
  const concurrency = entry.concurrency ?? CONCURRENCY;
  const [warming] = await inTurns(asked, 1, seconds / 6);
  if (warming!.p50 < SLOW_MS) await inTurns(asked, concurrency, seconds / 6);
  const one = await inTurns(asked, 1, seconds);
  const many = await inTurns(asked, concurrency, seconds);
  return {
    entry,
    provider: [one[0]!, many[0]!],
    ...(sent && { bare: [one[1]!, many[1]!] }),
  };
}

interface Asked {
  origin: string;
  next: () => LoadRequest | undefined;
}

function counted(request: BatteryEntry["request"]): Asked["next"] {
  let made = 0;
  return () => request(made++);
}

async function inTurns(asked: readonly Asked[], concurrency: number, seconds: number): Promise<LoadFigures[]> {
  const loads = asked.map(({ origin, next }) => new Load(origin, next, concurrency));
  while (loads.some((load) => !load.isOver(seconds))) {
    for (const load of loads) if (!load.isOver(seconds)) await load.run(seconds / TURNS);
  }
  return Promise.all(loads.map((load) => load.end()));
}
