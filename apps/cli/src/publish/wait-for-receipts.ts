import { setTimeout as wait } from "node:timers/promises";
import type { BinnacleClient } from "@binnacle/client";
import type { InputRecord } from "../input/read-records.js";

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 2_000;

/** What became of the accepted records. */
export interface Outcomes {
  /** How many, by outcome; `pending` if the time was up. */
  counts: Map<string, number>;
  rejected: { record: InputRecord; code: string }[];
}

/** Asks for receipts until every record is dealt with, or the time is up. */
export async function waitForReceipts(
  client: BinnacleClient,
  intaken: readonly { receiptId: string; records: InputRecord[] }[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Outcomes> {
  const outcomes: Outcomes = { counts: new Map(), rejected: [] };
  const until = Date.now() + timeoutMs;
  for (const { receiptId, records } of intaken) {
    const items = await settledItems(client, receiptId, until, signal);
    for (const { index, outcome, code } of items) {
      outcomes.counts.set(outcome, (outcomes.counts.get(outcome) ?? 0) + 1);
      const record = records[index];
      if (outcome === "rejected" && record) outcomes.rejected.push({ record, code: code ?? "" });
    }
  }
  return outcomes;
}

async function settledItems(client: BinnacleClient, id: string, until: number, signal: AbortSignal) {
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 1.5, LONGEST_DELAY_MS)) {
    const { items } = await client.get("/receipts/{id}", { params: { path: { id } }, signal });
    const isPending = items.some(({ outcome }) => outcome === "pending");
    if (!isPending || Date.now() + delay > until) return items;
    await wait(delay, undefined, { signal });
  }
}

/** As `2 created, 1 unchanged`. */
export function describeOutcomes({ counts }: Outcomes): string {
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ") || "nothing to wait for";
}
