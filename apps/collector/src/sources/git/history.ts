import { addMicros, type Timestamp } from "@binnacle/contract";
import { gitTime } from "./git-time.js";

export interface HistorySummary {
  commits: { total: number; last30Days: number; last90Days: number };
  contributors: { total: number; last90Days: number };
  firstCommitOn?: Timestamp;
}

const DAY_MICROS = 86_400 * 1_000_000;

/** Sums up a history in one pass, whatever its length. Each line is `<seconds since 1970>\0<e-mail address>`. */
export async function summarizeHistory(
  lines: AsyncIterable<string> | Iterable<string>,
  now: Timestamp,
): Promise<HistorySummary> {
  const since30 = secondsOf(addMicros(now, -30 * DAY_MICROS));
  const since90 = secondsOf(addMicros(now, -90 * DAY_MICROS));
  const commits = { total: 0, last30Days: 0, last90Days: 0 };
  const everybody = new Set<string>();
  const recently = new Set<string>();
  let first = Number.POSITIVE_INFINITY;
  for await (const line of lines) {
    const [time, email = ""] = line.split("\0");
    const seconds = Number(time);
    const person = email.toLowerCase();
    commits.total += 1;
    everybody.add(person);
    first = Math.min(first, seconds);
    if (seconds < since90) continue;
    commits.last90Days += 1;
    recently.add(person);
    if (seconds >= since30) commits.last30Days += 1;
  }
  return {
    commits,
    contributors: { total: everybody.size, last90Days: recently.size },
    ...(Number.isFinite(first) ? { firstCommitOn: gitTime(first) } : {}),
  };
}

function secondsOf(timestamp: Timestamp): number {
  return Date.parse(`${timestamp.slice(0, 23)}Z`) / 1_000;
}
