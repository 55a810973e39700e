import { nowTimestamp, type CatalogRecord, type Timestamp } from "@binnacle/contract";
import { TransientError } from "@binnacle/errors";
import { describeRecord } from "./describe-record.js";
import { prepareRecord } from "./prepare-record.js";
import type { Publisher } from "./publisher.js";
import type { RunFailure } from "./run-report.js";
import { withinTime } from "./wait.js";

export interface DeliverOptions {
  publisher: Publisher;
  /** Whose records they are. */
  source: string;
  /** How long the publisher may take to confirm them (20 s). */
  timeoutMs?: number;
  now?: () => Timestamp;
}

/** What became of records that were delivered. */
export interface RecordDelivery {
  /** Those that the publisher confirmed. */
  published: number;
  /** Those that can never be published: they break the contract, or are too large. */
  refused: RunFailure[];
}

/**
 * Publishes records at once and waits until each is confirmed: for a process that is handed something, and must not say thanks before
 * it is safe.
 * @throws TransientError if one that could be published was not, or not confirmed in time; all of them may be delivered again
 */
export async function deliverRecords(
  records: Iterable<CatalogRecord>,
  { publisher, source, timeoutMs = 20_000, now = nowTimestamp }: DeliverOptions,
): Promise<RecordDelivery> {
  const refused: RunFailure[] = [];
  const session = publisher.open(source);
  const send = async () => {
    for (const yielded of records) {
      const { record, failure } = prepareRecord(yielded, source, now());
      if (failure) refused.push(failure);
      else await session.publish(record);
    }
    return session.flush();
  };
  const { published, failed } = await withinTime(timeoutMs, send());
  const unsent = failed.filter(({ code }) => code !== "TOO_LARGE");
  if (unsent[0]) {
    throw new TransientError(`${unsent.length} records were not published: ${unsent[0].code} ${unsent[0].detail}`);
  }
  for (const { record, code, detail } of failed) refused.push({ code, detail, record: describeRecord(record) });
  return { published, refused };
}
