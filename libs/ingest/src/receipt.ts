import { MAX_MESSAGE_BYTES, MAX_MESSAGE_RECORDS, type RejectionCode } from "@binnacle/contract";
import type { Outcome } from "./outcome.js";

/** The message attribute by which a publisher asks for a receipt. */
export const RECEIPT_ATTRIBUTE = "receipt";

/** Asks what became of a message's records: as part of which receipt, and by which indexes it calls them. */
export interface ReceiptRequest {
  /** A UUID. */
  id: string;
  /** By the records of the message, each greater than the one before. */
  indexes: readonly number[];
}

/** What became of the record with that index. */
export interface RecordOutcome {
  index: number;
  outcome: Outcome;
  /** Of a rejection. */
  code?: RejectionCode | undefined;
}

/** What one transaction did with records of one message; in the order of their indexes. */
export interface ReceiptPart {
  id: string;
  items: RecordOutcome[];
}

const REQUEST =
  /^(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (?<runs>\d{1,8}(?:-\d{1,8})?(?:,\d{1,8}(?:-\d{1,8})?)*)$/;

/** The attribute's value: indexes that follow each other are written as `first-last`. */
export function printReceiptRequest({ id, indexes }: ReceiptRequest): string {
  const runs: [first: number, last: number][] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return `${id} ${runs.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",")}`;
}

/** `undefined` for what is none: anybody may set an attribute, and a record is not refused for it. */
export function parseReceiptRequest(text: string): ReceiptRequest | undefined {
  const { id, runs } = REQUEST.exec(text)?.groups ?? {};
  if (id === undefined || runs === undefined) return undefined;
  const indexes: number[] = [];
  for (const run of runs.split(",")) {
    const [first, last = first] = run.split("-").map(Number) as [number, number?];
    const isInOrder = first > (indexes.at(-1) ?? -1) && last! >= first && last! < MAX_MESSAGE_BYTES;
    if (!isInOrder || indexes.length + last! - first >= MAX_MESSAGE_RECORDS) return undefined;
    for (let index = first; index <= last!; index++) indexes.push(index);
  }
  return { id, indexes };
}

/** The receipts of a transaction, from what became of each record whose publisher asks. */
export class ReceiptBook {
  private readonly parts = new Map<ReceiptRequest, ReceiptPart>();

  /** @param place of the record in its message; `null`: it is the whole message */
  note(request: ReceiptRequest, place: number | null, outcome: Outcome, code?: RejectionCode): void {
    let part = this.parts.get(request);
    if (!part) this.parts.set(request, (part = { id: request.id, items: [] }));
    const indexes = place === null ? request.indexes : request.indexes.slice(place, place + 1);
    for (const index of indexes) part.items.push({ index, outcome, code });
  }

  /** In one order for everybody. */
  get receipts(): ReceiptPart[] {
    const filled = [...this.parts.values()].filter(({ items }) => items.length > 0);
    for (const { items } of filled) items.sort((a, b) => a.index - b.index);
    return filled.toSorted((a, b) => compare(a.id, b.id) || a.items[0]!.index - b.items[0]!.index);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
