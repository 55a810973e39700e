import type { PublishReport, PublishSession } from "@binnacle/collector";
import { stampRecord, type CatalogRecord, type Timestamp } from "@binnacle/contract";
import { BinnacleError } from "@binnacle/errors";
import type { MessageRoute } from "./message-route.js";
import { RecordPack, type PackedRecord, type PackLimits } from "./record-pack.js";

export interface SessionOptions {
  /** `undefined`: the messages name no source. */
  source: string | undefined;
  pack: PackLimits;
  lingerMs: number;
  /** Attributes of a message, from the records that it holds. */
  attributesOf?: AttributesOf | undefined;
}

/** Says what attributes a message gets, from the records that it holds in their order, as they were handed in. */
export type AttributesOf = (records: readonly CatalogRecord[]) => Record<string, string>;

/**
 * Packs the records of one source into messages. A message leaves when it is full, has lingered long enough, or at
 * `flush()`.
 */
export class SnsPublishSession implements PublishSession {
  private readonly underway = new Set<Promise<void>>();
  private pack: RecordPack | undefined;
  private linger: NodeJS.Timeout | undefined;
  private report = emptyReport();

  constructor(
    private readonly route: MessageRoute,
    private readonly options: SessionOptions,
  ) {}

  async publish(record: CatalogRecord): Promise<void> {
    this.route.enter(this);
    let packed: PackedRecord;
    try {
      packed = printRecord(record, this.route.now());
    } catch (error) {
      this.report.failed.push({ record, code: "NOT_JSON", detail: (error as Error).message });
      return;
    }
    if (this.pack?.fits(packed, this.options.pack) === false) {
      this.seal();
    }
    const pack = (this.pack ??= this.openPack());
    pack.add(packed);
    if (pack.isFull(this.options.pack)) {
      this.seal();
    }
    await this.route.budget.take(packed.bytes);
  }

  async flush(): Promise<PublishReport> {
    await this.drain();
    const report = this.report;
    this.report = emptyReport();
    return report;
  }

  /** Waits until it is known what became of all that was taken so far; the report is kept for `flush()`. */
  async drain(): Promise<void> {
    this.seal();
    await Promise.all(this.underway);
  }

  private openPack(): RecordPack {
    this.linger = setTimeout(() => this.seal(), this.options.lingerMs);
    return new RecordPack(this.options.source);
  }

  private seal(): void {
    clearTimeout(this.linger);
    const { pack } = this;
    this.pack = undefined;
    if (!pack) {
      return;
    }
    const sending = this.send(pack).finally(() => {
      this.underway.delete(sending);
      if (this.underway.size === 0 && !this.pack) {
        this.route.leave(this);
      }
    });
    this.underway.add(sending);
  }

  private async send(pack: RecordPack): Promise<void> {
    try {
      const { failure, bytes } = await this.route.send(pack.text, this.attributesOf(pack));
      if (failure) {
        this.onFailure(pack, failure);
      } else {
        this.onSuccess(pack, bytes);
      }
    } catch (error) {
      if (!(error instanceof BinnacleError)) {
        throw error;
      }
      if (error.code === "TOO_LARGE" && pack.records.length > 1) {
        await Promise.all(pack.halves().map((half) => this.send(half)));
      } else {
        this.onFailure(pack, { code: error.code, detail: error.message });
      }
    }
  }

  private attributesOf({ records }: RecordPack): Record<string, string> {
    return this.options.attributesOf?.(records.map(({ record }) => record)) ?? {};
  }

  private onSuccess(pack: RecordPack, bytes: number): void {
    this.report.published += pack.records.length;
    this.report.messages++;
    this.report.bytes += bytes;
    this.route.budget.giveBack(pack.recordBytes);
  }

  private onFailure(pack: RecordPack, { code, detail }: { code: string; detail: string }): void {
    for (const { record } of pack.records) {
      this.report.failed.push({ record, code, detail });
    }
    this.route.budget.giveBack(pack.recordBytes);
  }
}

function printRecord(record: CatalogRecord, now: Timestamp): PackedRecord {
  const text = JSON.stringify(stampRecord(record, now));
  return { record, text, bytes: Buffer.byteLength(text) };
}

function emptyReport(): PublishReport {
  return { published: 0, messages: 0, bytes: 0, failed: [] };
}
