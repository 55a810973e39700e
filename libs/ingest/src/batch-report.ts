import type { RecordKind } from "@binnacle/contract";
import { OUTCOMES, type Outcome } from "./outcome.js";
import type { Rejection } from "./rejection.js";

/** One line of the ledger: how many records of a source and kind came to an outcome. `unknown`: none that the contract knows. */
export interface LedgerEntry {
  source: string;
  kind: RecordKind | "unknown";
  outcome: Outcome;
  count: number;
}

/** What came of a batch. received = created + changed + unchanged + superseded + rejected. */
export class BatchReport {
  private readonly entries = new Map<string, LedgerEntry>();
  private last: LedgerEntry | undefined;
  private readonly firstRejections: Rejection[] = [];
  transactions = 0;

  count(source: string, kind: LedgerEntry["kind"], outcome: Outcome): void {
    const { last } = this;
    if (last?.source === source && last.kind === kind && last.outcome === outcome) {
      last.count++;
      return;
    }
    const key = `${source} ${kind} ${outcome}`;
    const entry = this.entries.get(key);
    this.last = entry ?? { source, kind, outcome, count: 0 };
    if (!entry) this.entries.set(key, this.last);
    this.last.count++;
  }

  countRejection(rejection: Rejection, kind: LedgerEntry["kind"]): void {
    this.count(rejection.source, kind, "rejected");
    if (this.firstRejections.length < 10) this.firstRejections.push(rejection);
  }

  get ledger(): LedgerEntry[] {
    return [...this.entries.values()];
  }

  /** The first ten, for the log. */
  get rejections(): readonly Rejection[] {
    return this.firstRejections;
  }

  get records(): number {
    return this.ledger.reduce((sum, { count }) => sum + count, 0);
  }

  /** Records by outcome, all sources and kinds together. */
  get outcomes(): Record<Outcome, number> {
    const totals = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
    for (const { outcome, count } of this.entries.values()) totals[outcome] += count;
    return totals;
  }
}
