import type { ReceiptPart, RecordOutcome } from "@binnacle/ingest";
import type { Connection, Statement } from "./connection.js";
import { jsonRows } from "./json-rows.js";

// A redelivery that was cut as before writes nothing; of one that was cut in another way the older row is believed.
const INSERT: Statement = {
  name: "sink.insert-receipts",
  text: `
INSERT INTO receipt (id, first_index, last_index, outcomes)
SELECT id, first_index, last_index, outcomes
FROM json_to_recordset($1::json) AS i (id uuid, first_index integer, last_index integer, outcomes json)
ORDER BY id, first_index, last_index
ON CONFLICT DO NOTHING`,
};

/** Keeps what became of records, as far as that is not kept yet. */
export async function insertReceipts(connection: Connection, receipts: readonly ReceiptPart[]): Promise<void> {
  const rows = jsonRows(receipts, ({ id, items }) =>
    JSON.stringify({
      id,
      first_index: items[0]!.index,
      last_index: items.at(-1)!.index,
      outcomes: runsOf(items),
    }),
  );
  await connection.query({ ...INSERT, values: [rows] });
}

/** Mostly all records of a message fare alike. */
function runsOf(items: readonly RecordOutcome[]): unknown[][] {
  const runs: [index: number, count: number, outcome: string, code?: string][] = [];
  for (const { index, outcome, code } of items) {
    const run = runs.at(-1);
    if (run && run[0] + run[1] === index && run[2] === outcome && run[3] === code) run[1]++;
    else runs.push(code === undefined ? [index, 1, outcome] : [index, 1, outcome, code]);
  }
  return runs;
}
