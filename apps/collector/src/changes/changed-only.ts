import { createHash } from "node:crypto";
import type { CatalogRecord, Timestamp } from "@binnacle/contract";

/** What is remembered of a statement: a digest of what it says, as of when, and when it was published. */
interface Stated {
  digest: string;
  on: Timestamp | undefined;
  at: number;
}

export interface ChangedOnlyOptions {
  /** Statements that are remembered; of more the oldest are forgotten, and published again (50,000). */
  max?: number;
  /** What has not changed is published again after so long, so that the catalog sees that it is still said (a day). */
  repeatMs?: number;
  now?: () => number;
}

const DAY_MS = 86_400_000;

/**
 * Keeps back what would say the same again: Resources and snapshots as they were published last by this process. Series, removals, and what
 * has a lease that must be renewed always pass. It saves work, and nothing depends on it: the catalog ends in the same state.
 */
export class ChangedOnly {
  private readonly stated = new Map<string, Stated>();
  private readonly max: number;
  private readonly repeatMs: number;
  private readonly now: () => number;

  constructor({ max = 50_000, repeatMs = DAY_MS, now = Date.now }: ChangedOnlyOptions = {}) {
    this.max = max;
    this.repeatMs = repeatMs;
    this.now = now;
  }

  /** Those that are to be published. */
  changed<R extends CatalogRecord>(records: readonly R[]): R[] {
    return records.filter((record) => {
      const key = keyOf(record);
      const known = key === undefined ? undefined : this.stated.get(key);
      return known === undefined || known.digest !== digestOf(record) || this.now() - known.at >= this.repeatMs;
    });
  }

  /** They are published. Of several of one thing the newest counts, as it does in the catalog. */
  published(records: readonly CatalogRecord[]): void {
    for (const record of records) {
      const key = keyOf(record);
      if (key === undefined) continue;
      const on = timeOf(record);
      const known = this.stated.get(key);
      if (known?.on !== undefined && on !== undefined && on < known.on) continue;
      this.stated.delete(key);
      this.stated.set(key, { digest: digestOf(record), on, at: this.now() });
    }
    for (const key of this.stated.keys()) {
      if (this.stated.size <= this.max) break;
      this.stated.delete(key);
    }
  }
}

/** Of what a record is the newest statement; `undefined` where each stands for itself. */
function keyOf(record: CatalogRecord): string | undefined {
  if (record.kind === "resource" && record.expiresAfter === undefined) return `${record.type}\n${record.name}`;
  if (record.kind !== "reading" || record.storageMode === "TIME_SERIES") return undefined;
  return `${record.resource.type}\n${record.resource.name}\n${record.type}`;
}

/** Of canonical timestamps the later one is the greater text. */
function timeOf(record: CatalogRecord): Timestamp | undefined {
  if (record.kind === "resource") return record.observedOn;
  return record.kind === "reading" ? record.collectedOn : undefined;
}

function digestOf(record: CatalogRecord): string {
  const said = record.kind === "resource" ? record.parent : record.kind === "reading" ? record.value : record;
  return createHash("sha256")
    .update(JSON.stringify(said) ?? "")
    .digest("base64");
}
