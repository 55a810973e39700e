import { ingestBatch, type BatchReport } from "@binnacle/ingest";
import type { DataSource } from "typeorm";
import { createDataSource } from "../data-source.js";
import { PostgresCatalogStore } from "../postgres-catalog-store.js";
import { openDatabase, type Database } from "./database.js";

/** A catalog for tests of the reads, filled the way that the sink fills it: what is read is what records left behind. */
export interface TestCatalog {
  dataSource: DataSource;
  database: Database;
  /** Stores records; a time that a record does not state is `2026-06-01T00:00:00Z`. */
  ingest(records: readonly unknown[], source?: string): Promise<BatchReport>;
}

const SENT_ON = "2026-06-01T00:00:00.000000Z";
const RECEIVED_ON = "2026-11-01T00:00:00.000000Z";

export async function openTestCatalog(url: string): Promise<TestCatalog> {
  const dataSource = await createDataSource({ url, applicationName: "reads-test" }).initialize();
  const store = new PostgresCatalogStore(dataSource);
  return {
    dataSource,
    database: openDatabase(dataSource),
    ingest: (records, source = "test") =>
      ingestBatch([{ text: JSON.stringify({ source, records }), sentOn: SENT_ON, receivedOn: RECEIVED_ON }], store),
  };
}

/** A day of 2026-01 at midnight. */
export function day(number: number): string {
  return `2026-01-${String(number).padStart(2, "0")}T00:00:00.000000Z`;
}
