import type { PublishFailure } from "@binnacle/collector";
import {
  nowTimestamp,
  stampRecord,
  unknownFields,
  validateRecord,
  type CatalogRecord,
  type Timestamp,
} from "@binnacle/contract";
import { TransientError } from "@binnacle/errors";
import { acceptRecord, printReceiptRequest, RECEIPT_ATTRIBUTE } from "@binnacle/ingest";
import type { SnsPublisher } from "@binnacle/messaging";
import type { Receipts } from "../receipts/receipts.js";
import type { RequestFault } from "../request-errors.js";
import type { RejectedItem, Submission, SubmittedRecord } from "./submission.js";

/** Publishes records in messages that may carry attributes. */
export type RecordPublisher = Pick<SnsPublisher, "open">;

export interface IntakeAnswer {
  /** Asks what became of the accepted records. */
  receiptId: string;
  /** How many records were published. */
  accepted: number;
  rejected: RejectedItem[];
  /** Fields that the contract does not know. `path` is a JSON Pointer within the record. */
  warnings: ({ index: number } & RequestFault)[];
}

/** What the publisher says of a record that no message can hold. */
const TOO_LARGE = "TOO_LARGE";

interface Accepted {
  index: number;
  record: CatalogRecord;
  source: string;
}

/** Judges records as the sink will, and publishes those that it would accept to the topic that all records come by. */
export class Intake {
  constructor(
    private readonly publisher: RecordPublisher,
    private readonly receipts: Pick<Receipts, "draft">,
    private readonly now: () => Timestamp = nowTimestamp,
  ) {}

  /** @throws TransientError if not all could be published; then nothing is promised of any */
  async accept({ records, unreadable }: Submission): Promise<IntakeAnswer> {
    const receivedOn = this.now();
    const accepted: Accepted[] = [];
    const rejected = [...unreadable];
    const warnings: IntakeAnswer["warnings"] = [];
    for (const submitted of records) {
      const { index, input, isBare, source } = submitted;
      const judged = judge(submitted, receivedOn);
      if ("code" in judged) rejected.push(judged);
      else accepted.push({ index, record: judged, source });
      for (const fault of unknownFields(input, { isBare })) warnings.push({ index, ...fault });
    }
    const receipt = await this.receipts.draft();
    const oversized = await this.publish(accepted, receipt.id);
    rejected.push(...oversized);
    rejected.sort((a, b) => a.index - b.index);
    const unpublished = new Set(oversized.map(({ index }) => index));
    const published = accepted.map(({ index }) => index).filter((index) => !unpublished.has(index));
    return { receiptId: receipt.sign(published), accepted: published.length, rejected, warnings };
  }

  /** Publishes all; returns those that are too large for the way that messages take here. */
  private async publish(accepted: readonly Accepted[], receiptId: string): Promise<RejectedItem[]> {
    const indexes = new Map<CatalogRecord, number>(accepted.map(({ record, index }) => [record, index]));
    const attributesOf = (records: readonly CatalogRecord[]): Record<string, string> => ({
      [RECEIPT_ATTRIBUTE]: printReceiptRequest({
        id: receiptId,
        indexes: records.map((record) => indexes.get(record)!),
      }),
    });
    const failures: PublishFailure[] = [];
    for (const [source, group] of Map.groupBy(accepted, (each) => each.source)) {
      const session = this.publisher.open(source, { attributesOf });
      for (const { record } of group) await session.publish(record);
      failures.push(...(await session.flush()).failed);
    }
    const lost = failures.find(({ code }) => code !== TOO_LARGE);
    if (lost) throw new TransientError(`Publishing failed: ${lost.code} ${lost.detail}`);
    return failures.map(({ record, detail }) => ({ index: indexes.get(record)!, code: "VALUE_TOO_LARGE", detail }));
  }
}

/** The record with its time written into it, or why it is not acceptable. */
function judge(submitted: SubmittedRecord, receivedOn: Timestamp): CatalogRecord | RejectedItem {
  const { index, input, source, sentValueBytes } = submitted;
  const { fault } = acceptRecord(input, { source, sentOn: receivedOn, receivedOn, sentValueBytes });
  if (fault) return { index, code: fault.code, detail: fault.path ? `${fault.path}: ${fault.detail}` : fault.detail };
  const { record } = validateRecord(input, { source });
  return stampRecord(record!, receivedOn);
}
