import type { TransactionChanges } from "@binnacle/store";
import type { ChangeFilter } from "./change-filter.js";
import { printChangeId } from "./change-id.js";

export interface PrintedEvents {
  bytes: Buffer;
  count: number;
}

/** What one transaction changed, as server-sent events: printed once for all readers with the same filter. */
export class TransactionEvents {
  private readonly printed = new Map<string, PrintedEvents>();

  constructor(readonly transaction: TransactionChanges) {}

  /** The events that pass the filter, from the change with index `from` on. */
  print(filter: ChangeFilter, from: number): PrintedEvents {
    const key = `${from} ${filter.key}`;
    const known = this.printed.get(key);
    if (known) return known;
    const { transactionId, changedAt, changes } = this.transaction;
    const events = changes.flatMap((change, index) => {
      if (index < from || !filter.passes(change)) return [];
      const [resourceId, resourceType, kind, readingTypes] = change;
      const id = printChangeId({ transactionId: BigInt(transactionId), index, changedAt, asOf: changedAt });
      const data = JSON.stringify({ resourceId, resourceType, change: kind, readingTypes });
      return [`id: ${id}\nevent: change\ndata: ${data}\n\n`];
    });
    const printed = { bytes: Buffer.from(events.join("")), count: events.length };
    this.printed.set(key, printed);
    return printed;
  }
}
