import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore } from "@binnacle/store";

const SENT_ON = "2026-06-01T00:00:00.000000Z";
const RECEIVED_ON = "2026-11-01T00:00:00.000000Z";

/** Stores records as the sink does; those without a time are of 2026-06-01. */
export async function ingestRecords(url: string, records: readonly object[], source = "test"): Promise<void> {
  const dataSource = await createDataSource({ url, applicationName: "provider-test" }).initialize();
  try {
    const text = JSON.stringify({ source, records });
    await ingestBatch([{ text, sentOn: SENT_ON, receivedOn: RECEIVED_ON }], new PostgresCatalogStore(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
