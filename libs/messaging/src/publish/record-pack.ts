import type { CatalogRecord } from "@binnacle/contract";

/** A record on its way into a message: as it was handed in, and as it will be sent. */
export interface PackedRecord {
  record: CatalogRecord;
  text: string;
  /** UTF-8 bytes of `text`. */
  bytes: number;
}

export interface PackLimits {
  records: number;
  /** UTF-8 bytes of the message's text. */
  bytes: number;
}

const END = "]}";

/** The records of one message to be. Its size is known at any time, to the byte. */
export class RecordPack {
  readonly records: PackedRecord[] = [];
  private readonly start: string;
  private readonly frameBytes: number;
  private sum = 0;

  /** Without a source the message names none, and counts as `anonymous`. */
  constructor(private readonly source: string | undefined) {
    this.start = source === undefined ? '{"records":[' : `{"source":${JSON.stringify(source)},"records":[`;
    this.frameBytes = Buffer.byteLength(this.start) + END.length;
  }

  /** UTF-8 bytes of the records alone. */
  get recordBytes(): number {
    return this.sum;
  }

  /** UTF-8 bytes of `text`. */
  get bytes(): number {
    return this.frameBytes + this.sum + Math.max(0, this.records.length - 1);
  }

  /** The message's text. */
  get text(): string {
    return this.start + this.records.map(({ text }) => text).join(",") + END;
  }

  isFull(limits: PackLimits): boolean {
    return this.records.length >= limits.records || this.bytes >= limits.bytes;
  }

  /**
   * Whether a record may join. The first always may: how a record travels that fits no message is decided when it is
   * encoded.
   */
  fits(record: PackedRecord, limits: PackLimits): boolean {
    return this.records.length === 0 || (!this.isFull(limits) && this.bytes + 1 + record.bytes <= limits.bytes);
  }

  add(record: PackedRecord): void {
    this.sum += record.bytes;
    this.records.push(record);
  }

  /** Two packs with half of the records each. */
  halves(): [RecordPack, RecordPack] {
    const halves: [RecordPack, RecordPack] = [new RecordPack(this.source), new RecordPack(this.source)];
    for (const [index, record] of this.records.entries()) {
      halves[index < this.records.length / 2 ? 0 : 1].add(record);
    }
    return halves;
  }
}
