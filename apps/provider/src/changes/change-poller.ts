import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { ChangePosition } from "@binnacle/store";
import { printChangeId, type ChangeId } from "./change-id.js";
import type { ChangeLog, Mark } from "./change-log.js";
import { TransactionEvents } from "./transaction-events.js";

const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 500;
const PAUSE_GROWTH = 1.2;
const LONGEST_RETRY_MS = 5_000;
const TRANSACTIONS_A_PAGE = 32;

export interface PollerListener {
  /** Called with every transaction's changes, in order. */
  changed(events: TransactionEvents): void;
  /** What was read may be gone from the database, and other things come: readers have to begin anew. */
  rewound(): void;
  failed(error: unknown): void;
}

/** Reads the log's new end again and again, for all readers at once. */
export class ChangePoller {
  /** All changes up to here were handed to the listener, or are about to be. */
  covered: ChangePosition;
  private last: ChangeId;
  private asOf: bigint;
  private heldSeconds = 0;
  private readOn = performance.now();
  private readonly stopping = new AbortController();

  /** Begins after `start`. */
  constructor(
    private readonly log: ChangeLog,
    private readonly listener: PollerListener,
    start: Mark,
  ) {
    this.last = start.id;
    this.covered = start.after;
    this.asOf = start.id.asOf;
    void this.run();
  }

  stop(): void {
    this.stopping.abort();
  }

  /** From here a reader that has all that was handed out can go on. */
  get id(): string {
    const { changedAt } = this.last;
    return printChangeId({ ...this.last, asOf: changedAt > this.asOf ? changedAt : this.asOf });
  }

  /** Age of the oldest change that is stored and not handed out; while the database does not answer it counts on. */
  get lagSeconds(): number {
    const sinceRead = (performance.now() - this.readOn) / 1000;
    return this.heldSeconds + (sinceRead * 1000 > 2 * LONGEST_PAUSE_MS ? sinceRead : 0);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    let pause = SHORTEST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        const found = await this.poll();
        failures = 0;
        if (found === "rewound") return this.listener.rewound();
        pause = found === "nothing" ? Math.min(pause * PAUSE_GROWTH, LONGEST_PAUSE_MS) : SHORTEST_PAUSE_MS;
        if (found === "more") continue;
      } catch (error) {
        if (failures++ === 0) this.listener.failed(error);
        pause = Math.min(SHORTEST_PAUSE_MS * 2 ** failures, LONGEST_RETRY_MS);
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  private async poll(): Promise<"nothing" | "something" | "more" | "rewound"> {
    const { signal } = this.stopping;
    const page = await this.log.read(this.covered, TRANSACTIONS_A_PAGE, this.last);
    if (signal.aborted) return "nothing";
    if (page.isRewound) return "rewound";
    this.readOn = performance.now();
    this.heldSeconds = page.heldSince === undefined ? 0 : Math.max(0, Number(page.askedAt - page.heldSince) / 1e6);
    // Before anything is handed out, so that who catches up meanwhile does not come in between.
    this.covered = page.covered;
    for (const transaction of page.transactions) {
      this.listener.changed(new TransactionEvents(transaction));
      const { transactionId, changedAt } = transaction;
      this.last = { transactionId: BigInt(transactionId), index: Infinity, changedAt, asOf: changedAt };
      // What was written goes to the sockets before it is judged who is behind.
      await nextTurn();
    }
    if (page.isFull) return "more";
    this.asOf = page.askedAt;
    return page.transactions.length > 0 ? "something" : "nothing";
  }
}
