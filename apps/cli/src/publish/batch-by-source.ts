import type { InputRecord } from "../input/read-records.js";

// Well below the intake's caps of 10,000 records and 16 MiB.
const MOST_RECORDS = 1_000;
const MOST_BYTES = 1024 * 1024;

/** What goes to the intake in one request: records of one source. */
export interface Batch {
  source: string;
  records: InputRecord[];
}

/** Groups records as they come; the order among those of a source is kept. */
export async function* batchBySource(records: AsyncIterable<InputRecord>): AsyncGenerator<Batch> {
  const open = new Map<string, { batch: Batch; bytes: number }>();
  for await (const record of records) {
    const { source, text } = record;
    const bytes = Buffer.byteLength(text) + 1;
    const current = open.get(source) ?? { batch: { source, records: [] }, bytes: 0 };
    if (current.batch.records.length === MOST_RECORDS || (current.bytes > 0 && current.bytes + bytes > MOST_BYTES)) {
      yield current.batch;
      open.set(source, { batch: { source, records: [record] }, bytes });
      continue;
    }
    current.batch.records.push(record);
    current.bytes += bytes;
    open.set(source, current);
  }
  for (const { batch } of open.values()) yield batch;
}
