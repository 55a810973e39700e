import { once } from "node:events";
import type { Writable } from "node:stream";
import type { CatalogRecord } from "@binnacle/contract";
import { emptyPublishReport, type Publisher, type PublishSession } from "../publisher.js";

/** Prints each record as one line of JSON instead of sending it: what `--dry-run` does. */
export class NdjsonPublisher implements Publisher {
  /** @param output left open by `close` */
  constructor(private readonly output: Writable) {}

  open(): PublishSession {
    let report = emptyPublishReport();
    return {
      publish: async (record: CatalogRecord) => {
        const line = `${JSON.stringify(record)}\n`;
        report.published++;
        report.bytes += Buffer.byteLength(line);
        if (!this.output.write(line)) await once(this.output, "drain");
      },
      flush: async () => {
        const flushed = report;
        report = emptyPublishReport();
        return flushed;
      },
    };
  }

  async close(): Promise<void> {}
}
