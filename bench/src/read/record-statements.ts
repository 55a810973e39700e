import { Pool } from "undici";
import type { BatteryEntry } from "./battery.js";
import { answer } from "./load.js";
import { RecordingProxy, type SentStatement } from "./recording-proxy.js";
import { ServerProcess } from "./server-process.js";

/** How many requests of each entry are recorded at most, and for how long; the bare handler answers these again and again. */
const RECORDED = 64;
const SECONDS = 0.5;

/** What a provider asks the database for, by the entries' names: the statements of each of their first requests. */
export async function recordStatements(
  databaseUrl: string,
  configuration: string,
  entries: readonly BatteryEntry[],
): Promise<Map<string, SentStatement[][]>> {
  const { proxy, url } = await RecordingProxy.start(databaseUrl);
  try {
    const provider = await ServerProcess.provider(url, configuration);
    try {
      const recorded = new Map<string, SentStatement[][]>();
      for (const entry of entries) {
        if (!entry.hasNoBare) recorded.set(entry.name, await record(provider.url, proxy, entry));
      }
      return recorded;
    } finally {
      await provider.stop();
    }
  } finally {
    await proxy.stop();
  }
}

async function record(origin: string, proxy: RecordingProxy, entry: BatteryEntry): Promise<SentStatement[][]> {
  const pool = new Pool(origin, { connections: 1 });
  try {
    // Connections that are opened for it ask for things of their own the first time.
    await answer(pool, entry.request(RECORDED)!);
    proxy.take();
    const statements: SentStatement[][] = [];
    const deadline = performance.now() + SECONDS * 1000;
    for (let number = 0; number < RECORDED && (number === 0 || performance.now() < deadline); number++) {
      const request = entry.request(number)!;
      const status = await answer(pool, request);
      if (status !== 200) console.error(`${entry.name}: ${request.path} was answered with ${status}`);
      statements.push(proxy.take());
    }
    return statements;
  } finally {
    await pool.close();
  }
}
