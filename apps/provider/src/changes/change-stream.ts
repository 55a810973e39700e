import { Readable } from "node:stream";
import type { ChangePosition } from "@binnacle/store";
import type { ChangeFilter } from "./change-filter.js";
import { idOf, isAfter, type Mark } from "./change-log.js";
import type { StreamEnd } from "./feed-metrics.js";
import type { TransactionEvents } from "./transaction-events.js";

/** A reader that has not taken this much of what was sent to it is too slow. */
export const MAX_BEHIND_BYTES = 1024 * 1024;
/** As much is read ahead for a reader that catches up. */
const HIGH_WATER_MARK = 64 * 1024;
/** A reader that catches up and takes nothing for so long is gone, or as good as. */
const STALL_MS = 30_000;

export interface ChangeStreamOptions {
  mark: Mark;
  filter: ChangeFilter;
  /** What the stream is written to; tells how much waits there. */
  outlet: { readonly writableLength: number };
  /** Told of the events as they are sent. */
  onSent: (events: number) => void;
}

/** One reader of the feed: the bytes that go to it. */
export class ChangeStream extends Readable {
  /** All changes up to here were sent, or do not pass the filter. */
  covered: ChangePosition;
  /** It has caught up, and is sent what comes. */
  isLive = false;
  /** While it caught up it has taken nothing for long. */
  isStalled = false;
  endsFor: StreamEnd = "left";
  private readonly mark: Mark;
  private isEnding = false;
  private wake: (() => void) | undefined;

  constructor(private readonly options: ChangeStreamOptions) {
    super({ highWaterMark: HIGH_WATER_MARK });
    this.mark = options.mark;
    this.covered = options.mark.after;
    this.once("close", () => this.wake?.());
  }

  /** A comment makes proxies pass the head on, and tells the reader that it is connected. */
  greet(): void {
    this.push(": connected\n\n");
  }

  /** Tells the reader that changes may be missing: what it holds is to be read anew. */
  reset(): void {
    this.push(`id: ${idOf(this.mark)}\nevent: reset\ndata: {}\n\n`);
  }

  /** Shows that the stream lives. With `id` the reader comes along also where none of the changes was for it. */
  ping(id: string | undefined): void {
    if (this.isOpen) this.push(id === undefined ? ": ping\n\n" : `: ping\nid: ${id}\n\n`);
  }

  deliver(events: TransactionEvents): void {
    const { transaction } = events;
    if (!this.isOpen || !isAfter(transaction, this.covered)) return;
    const { ordinal, sequence } = transaction;
    this.covered = { ordinal, sequence };
    const { id } = this.mark;
    const isPartial = String(id.transactionId) === transaction.transactionId;
    const { bytes, count } = events.print(this.options.filter, isPartial ? id.index + 1 : 0);
    if (count === 0) return;
    this.push(bytes);
    this.options.onSent(count);
  }

  /** Bytes that the reader has not taken yet. */
  get behind(): number {
    return this.readableLength + this.options.outlet.writableLength;
  }

  get isOpen(): boolean {
    return !this.destroyed && !this.readableEnded && !this.isEnding;
  }

  /** Ends the answer after what was sent. */
  end(reason: StreamEnd): void {
    if (!this.isOpen) return;
    this.isEnding = true;
    this.endsFor = reason;
    this.push(null);
    this.wake?.();
  }

  /** Resolves when the reader has taken so much that it can do with more, is gone, or stalls. */
  async drained(): Promise<void> {
    if (!this.isOpen || this.readableLength < HIGH_WATER_MARK) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.isStalled = true;
      resolve();
    }, STALL_MS);
    this.wake = resolve;
    await promise;
    clearTimeout(timer);
    this.wake = undefined;
  }

  override _read(): void {
    this.wake?.();
  }
}
