import type { CatalogRecord } from "@binnacle/contract";
import { emptyPublishReport, type Publisher, type PublishSession } from "../publisher.js";

/** Keeps what is published in memory: for tests of collectors. */
export class InMemoryPublisher implements Publisher {
  /** Everything published, in order, with the source that it was published under. */
  readonly published: { source: string; record: CatalogRecord }[] = [];

  /** `refuse` says of a record why it cannot be sent; by default all can. */
  constructor(private readonly refuse: (record: CatalogRecord) => string | undefined = () => undefined) {}

  /** The records published, but for the runner's own `CollectorRun` readings. */
  get records(): CatalogRecord[] {
    return this.published.map(({ record }) => record).filter((record) => !isRun(record));
  }

  /** The values of the `CollectorRun` readings published, in order. */
  get runs(): unknown[] {
    return this.published.flatMap(({ record }) => (isRun(record) && record.kind === "reading" ? [record.value] : []));
  }

  open(source: string): PublishSession {
    let report = emptyPublishReport();
    return {
      publish: async (record) => {
        const detail = this.refuse(record);
        if (detail !== undefined) {
          report.failed.push({ record, code: "REFUSED", detail });
          return;
        }
        this.published.push({ source, record });
        report.published++;
        report.bytes += Buffer.byteLength(JSON.stringify(record));
      },
      flush: async () => {
        const flushed = { ...report, messages: report.published > 0 ? 1 : 0 };
        report = emptyPublishReport();
        return flushed;
      },
    };
  }

  async close(): Promise<void> {}
}

function isRun(record: CatalogRecord): boolean {
  return record.kind === "reading" && record.resource.type === "Collector" && record.type === "CollectorRun";
}
