import { createSecretKey, randomUUID, type KeyObject } from "node:crypto";
import { NotFoundError } from "@binnacle/errors";
import type { RecordOutcome } from "@binnacle/ingest";
import { readReceipt, readReceiptKey, RECEIPT_LIFETIME_MS, type Database } from "@binnacle/store";
import { printReceiptId, readReceiptId } from "./receipt-id.js";

/** What became of the accepted records of a request, by their index in it. */
export interface Receipt {
  id: string;
  items: { index: number; outcome: RecordOutcome["outcome"] | "pending"; code?: RecordOutcome["code"] }[];
}

/** A receipt that is being made out: the messages carry its `id`, the request's answer the signed one. */
export interface ReceiptDraft {
  id: string;
  /** @param indexes of the accepted records, in the request */
  sign(indexes: readonly number[]): string;
}

export interface ReceiptsOptions {
  /** What ids are signed with; by default what the database holds for it. */
  key?: string | undefined;
  now?: () => number;
}

/** Makes out receipts without keeping anything, and says what sinks have reported for them. */
export class Receipts {
  private readonly now: () => number;
  private key: Promise<KeyObject> | undefined;

  constructor(
    private readonly database: Database,
    { key, now = Date.now }: ReceiptsOptions = {},
  ) {
    this.now = now;
    if (key !== undefined) this.key = Promise.resolve(createSecretKey(Buffer.from(key)));
  }

  /** @throws TransientError if the key has yet to be read, and the database does not answer */
  async draft(): Promise<ReceiptDraft> {
    const key = await this.signingKey();
    const [id, issuedAt] = [randomUUID(), this.now()];
    return { id, sign: (indexes) => printReceiptId({ id, issuedAt, indexes: indexes.toSorted((a, b) => a - b) }, key) };
  }

  /** @throws NotFoundError if no provider here made it out, or more than 7 days ago */
  async read(receiptId: string): Promise<Receipt> {
    const content = readReceiptId(receiptId, await this.signingKey());
    if (!content || this.now() - content.issuedAt > RECEIPT_LIFETIME_MS) {
      throw new NotFoundError("There is no such receipt");
    }
    const known = await readReceipt(this.database, content.id);
    const items = content.indexes.map((index) => known.get(index) ?? ({ index, outcome: "pending" } as const));
    return { id: receiptId, items };
  }

  /** Read once, and again only if that failed. */
  private signingKey(): Promise<KeyObject> {
    if (!this.key) {
      const key = readReceiptKey(this.database).then(createSecretKey);
      key.catch(() => (this.key = undefined));
      this.key = key;
    }
    return this.key;
  }
}
