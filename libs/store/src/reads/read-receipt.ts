import type { RecordOutcome } from "@binnacle/ingest";
import type { Database } from "./database.js";

/** A receipt is kept for 7 days, in milliseconds. */
export const RECEIPT_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

type Run = [index: number, count: number, outcome: RecordOutcome["outcome"], code?: RecordOutcome["code"]];

const OUTCOMES = {
  name: "read-receipt",
  text: "SELECT outcomes FROM receipt WHERE id = $1 ORDER BY recorded_on, first_index",
  isPlannedOnce: true,
};

const KEY = { text: "SELECT key FROM receipt_key" };

/** What is known of the records of a receipt, by index. What was recorded first stands. */
export async function readReceipt(database: Database, id: string): Promise<Map<number, RecordOutcome>> {
  const outcomes = new Map<number, RecordOutcome>();
  for (const { outcomes: runs } of await database.query<{ outcomes: Run[] }>(OUTCOMES, [id])) {
    for (const [first, count, outcome, code] of runs) {
      for (let index = first; index < first + count; index++) {
        if (!outcomes.has(index)) outcomes.set(index, { index, outcome, code });
      }
    }
  }
  return outcomes;
}

/** What receipts are signed with where nobody says otherwise: made with the schema, the same for every provider. */
export async function readReceiptKey(database: Database): Promise<Buffer> {
  const [row] = await database.query<{ key: Buffer }>(KEY);
  return row!.key;
}
