import { setTimeout as sleep } from "node:timers/promises";
import { TransientError } from "@binnacle/errors";
import type { Logger, Metrics } from "@binnacle/platform";
import type { OnModuleDestroy } from "@nestjs/common";
import type { ChangeFilter } from "./change-filter.js";
import { idOf, isAfter, type ChangeLog } from "./change-log.js";
import { ChangePoller, type PollerListener } from "./change-poller.js";
import { ChangeStream, MAX_BEHIND_BYTES } from "./change-stream.js";
import { feedMetrics, type FeedMetrics, type StreamEnd } from "./feed-metrics.js";
import { StreamSlots, type StreamLimits } from "./stream-slots.js";
import { TransactionEvents } from "./transaction-events.js";

export const STREAM_LIMITS: StreamLimits = { perPrincipal: 10, perProcess: 500 };

const PING_MS = 15_000;
const RETRY_MS = 1_000;
const TRANSACTIONS_A_PAGE = 32;
/** How long readers may take what was sent before the process ends; it exits after 10 s in any case. */
const END_MS = 1_000;

export interface FeedRequest {
  principal: string;
  filter: ChangeFilter;
  /** The id from which to go on; without it the feed begins now. */
  lastEventId?: string | undefined;
  /** Whether the principal may still listen: asked with every ping. Always, without. */
  mayGoOn?: (() => Promise<boolean>) | undefined;
  /** What the stream will be written to. */
  outlet: { readonly writableLength: number };
}

/**
 * Sends what changes to all who listen. One poller reads for all readers that have come to the end; one that goes on from an
 * earlier id first reads by itself, as fast as it takes what it is sent.
 */
export class ChangeFeed implements PollerListener, OnModuleDestroy {
  /** With what tells whether each may go on. */
  private readonly streams = new Map<ChangeStream, FeedRequest["mayGoOn"]>();
  private readonly slots: StreamSlots;
  private readonly measured: FeedMetrics;
  private poller: ChangePoller | undefined;
  private starting: Promise<void> | undefined;
  private pinging: NodeJS.Timeout | undefined;
  private isClosing = false;
  /** Readers that catch up read one after the other: together they hold one connection at most. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: ChangeLog,
    private readonly logger: Logger,
    metrics: Metrics,
    limits: StreamLimits = STREAM_LIMITS,
    private readonly pingMs: number = PING_MS,
  ) {
    this.slots = new StreamSlots(limits);
    this.measured = feedMetrics(metrics, {
      streams: () => this.streams.size,
      lagSeconds: () => this.poller?.lagSeconds ?? 0,
    });
  }

  /**
   * A new stream, and the id at which it begins.
   * @throws RateLimitedError if the principal has too many already
   * @throws TransientError if the process has, is ending, or the database does not answer
   */
  async open(request: FeedRequest): Promise<{ stream: ChangeStream; id: string }> {
    if (this.isClosing) throw new TransientError("The server is closing");
    const free = this.slots.take(request.principal);
    try {
      const { lastEventId, filter, outlet } = request;
      const resumed = lastEventId === undefined ? undefined : await this.log.resume(lastEventId);
      const mark = resumed ?? (await this.log.head());
      await this.poll();
      const stream = new ChangeStream({ mark, filter, outlet, onSent: (events) => this.measured.sent(events) });
      stream.greet();
      if (lastEventId !== undefined && !resumed) stream.reset();
      this.admit(stream, free, request.mayGoOn);
      return { stream, id: idOf(mark) };
    } catch (error) {
      free();
      this.restWhenUnheard();
      throw error;
    }
  }

  changed(events: TransactionEvents): void {
    for (const stream of this.streams.keys()) {
      if (!stream.isLive) continue;
      if (stream.isOpen && stream.behind > MAX_BEHIND_BYTES) this.cut(stream);
      else stream.deliver(events);
    }
  }

  rewound(): void {
    this.logger.warn("the changes in the database are not those of before: readers have to come anew");
    this.stopPolling();
    for (const stream of this.streams.keys()) this.finish(stream, "rewound");
  }

  failed(err: unknown): void {
    this.logger.warn({ err }, "changes cannot be read: trying on");
  }

  /** Ends all streams. */
  async onModuleDestroy(): Promise<void> {
    this.isClosing = true;
    this.stopPolling();
    for (const stream of this.streams.keys()) this.finish(stream, "stopping");
    while (this.streams.size > 0) await sleep(10);
  }

  private admit(stream: ChangeStream, free: () => void, mayGoOn: FeedRequest["mayGoOn"]): void {
    if (this.isClosing) throw new TransientError("The server is closing");
    this.streams.set(stream, mayGoOn);
    stream.once("close", () => {
      free();
      this.streams.delete(stream);
      this.measured.ended(stream.endsFor);
      this.restWhenUnheard();
    });
    this.pinging ??= setInterval(() => this.ping(), this.pingMs).unref();
    this.catchUp(stream).catch((error: unknown) => {
      this.failed(error);
      stream.destroy();
    });
  }

  private ping(): void {
    for (const [stream, mayGoOn] of this.streams) {
      stream.ping(stream.isLive ? this.poller?.id : undefined);
      if (mayGoOn) void this.review(stream, mayGoOn);
    }
  }

  /** Who cannot be asked now is asked again with the next ping. */
  private async review(stream: ChangeStream, mayGoOn: () => Promise<boolean>): Promise<void> {
    if (!(await mayGoOn().catch(() => true))) this.finish(stream, "revoked");
  }

  private async catchUp(stream: ChangeStream): Promise<void> {
    while (!stream.isLive) {
      const page = await this.readNext(stream);
      for (const transaction of page?.transactions ?? []) {
        stream.deliver(new TransactionEvents(transaction));
        await stream.drained();
        if (!stream.isOpen) return;
        if (stream.isStalled) return this.cut(stream);
      }
      if (!stream.isOpen) return;
      if (page === undefined) continue;
      stream.covered = page.covered;
      stream.isLive = !page.isFull && this.poller !== undefined && !isAfter(this.poller.covered, page.covered);
    }
  }

  /** `undefined`: the database does not answer; some time has passed. */
  private async readNext(stream: ChangeStream): Promise<Awaited<ReturnType<ChangeLog["read"]>> | undefined> {
    const reading = this.turn.then(async () =>
      stream.isOpen ? this.log.read(stream.covered, TRANSACTIONS_A_PAGE) : undefined,
    );
    this.turn = reading.catch(() => undefined);
    try {
      const page = await reading;
      if (page) await this.poll();
      return page;
    } catch (error) {
      if (!(error instanceof TransientError)) this.failed(error);
      await sleep(RETRY_MS);
      return undefined;
    }
  }

  private async poll(): Promise<void> {
    if (this.poller) return;
    this.starting ??= this.startPolling().finally(() => {
      this.starting = undefined;
    });
    await this.starting;
  }

  private async startPolling(): Promise<void> {
    const head = await this.log.head();
    if (this.slots.size > 0 && !this.isClosing) this.poller = new ChangePoller(this.log, this, head);
  }

  private stopPolling(): void {
    this.poller?.stop();
    this.poller = undefined;
  }

  private restWhenUnheard(): void {
    if (this.slots.size > 0) return;
    this.stopPolling();
    clearInterval(this.pinging);
    this.pinging = undefined;
  }

  /** Ends the answer after what was sent; a reader that does not take it is left. */
  private finish(stream: ChangeStream, reason: StreamEnd): void {
    stream.end(reason);
    setTimeout(() => stream.destroy(), END_MS).unref();
  }

  private cut(stream: ChangeStream): void {
    stream.endsFor = "slow";
    stream.destroy();
  }
}
