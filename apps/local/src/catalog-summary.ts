import { setTimeout as delay } from "node:timers/promises";

const INTERVAL_MS = 300;

/** What `GET /api/v1/types` answers. */
export interface TypeCounts {
  resourceTypes: Array<{ type: string; count: number }>;
  readingTypes: Array<{ type: string; storageMode: string; count: number }>;
}

/**
 * Waits until `runs` collectors have reported a run and the counts stand still, or until `limitMs` have passed.
 *
 * @returns what is there then, and whether that is all; `undefined` where the API asks for a token.
 */
export async function awaitFirstCatalog(
  apiUrl: string,
  runs: number,
  { signal, limitMs }: { signal: AbortSignal; limitMs: number },
): Promise<{ counts: TypeCounts; isComplete: boolean } | undefined> {
  const deadline = Date.now() + limitMs;
  let previous = "";
  for (;;) {
    const counts = await readCounts(apiUrl, signal);
    if (!counts) return undefined;
    const text = JSON.stringify(counts.resourceTypes.map(({ type, count }) => [type, count]));
    const reported = counts.readingTypes.find(
      ({ type, storageMode }) => type === "CollectorRun" && storageMode === "SNAPSHOT",
    );
    const isComplete = (reported?.count ?? 0) >= runs && text === previous;
    if (isComplete || Date.now() > deadline) return { counts, isComplete };
    previous = text;
    await delay(INTERVAL_MS, undefined, { signal });
  }
}

/** The counts as a table for the terminal. */
export function formatCounts({ resourceTypes }: TypeCounts): string {
  const rows = resourceTypes.toSorted((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  const width = Math.max(0, ...rows.map(({ count }) => String(count).length));
  return rows.map(({ type, count }) => `  ${String(count).padStart(width)}  ${type}`).join("\n");
}

async function readCounts(apiUrl: string, signal: AbortSignal): Promise<TypeCounts | undefined> {
  const response = await fetch(`${apiUrl}/api/v1/types`, { signal });
  if (response.status === 401) return undefined;
  if (!response.ok) throw new Error(`GET ${apiUrl}/api/v1/types answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as TypeCounts;
}
