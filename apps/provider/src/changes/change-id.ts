/** How far a reader of the feed has come. Printed it is the `id` of an event, or an `X-Change-Id`. */
export interface ChangeId {
  /** 0: before any. */
  transactionId: bigint;
  /** The last of the transaction's changes that the reader has; `Infinity`: all. */
  index: number;
  /** When the transaction began, in microseconds since 1970: tells it from one of the same id in another history of the database. */
  changedAt: bigint;
  /** Until when the reader has everything, in microseconds since 1970. */
  asOf: bigint;
}

const FORM = /^(\d{1,19})-(\d{1,9}|end)-(\d{1,19})(?:-(\d{1,19}))?$/;
const GREATEST = 2n ** 63n - 1n;

/** An event has the same id whenever, and by whichever process, it is sent. */
export function printChangeId({ transactionId, index, changedAt, asOf }: ChangeId): string {
  const place = `${transactionId}-${index === Infinity ? "end" : index}-${changedAt}`;
  return asOf === changedAt ? place : `${place}-${asOf}`;
}

export function parseChangeId(text: string): ChangeId | undefined {
  const [, transaction, index, changed, asOf = changed] = FORM.exec(text) ?? [];
  if (transaction === undefined || changed === undefined || asOf === undefined) return undefined;
  const id: ChangeId = {
    transactionId: BigInt(transaction),
    index: index === "end" ? Infinity : Number(index),
    changedAt: BigInt(changed),
    asOf: BigInt(asOf),
  };
  return [id.transactionId, id.changedAt, id.asOf].every((part) => part <= GREATEST) ? id : undefined;
}
