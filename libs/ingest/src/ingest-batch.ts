import { nowTimestamp } from "@binnacle/contract";
import type { AcceptedRecord } from "./accepted-record.js";
import { BatchReport, type LedgerEntry } from "./batch-report.js";
import { UnstorableError, type CatalogStore, type CatalogTransaction } from "./catalog-store.js";
import type { Outcome } from "./outcome.js";
import { keptSince, type Retention } from "./kept-since.js";
import { openMessage, type JudgedRecord, type OpenableMessage, type OpenedMessage } from "./open-message.js";
import { ownTurn } from "./own-turn.js";
import { keysOf, planBatch, settleOutcomes, type PlanOptions } from "./plan-batch.js";
import { ReceiptBook, type ReceiptPart, type ReceiptRequest } from "./receipt.js";
import { rejectionOf, type Rejection } from "./rejection.js";
import { changesOf } from "./changes-of.js";
import { sourcesOf } from "./sources-of.js";
import { talliesOf } from "./tallies-of.js";
import { TransactionSlots } from "./transaction-slots.js";

/**
 * Records of one transaction, and the characters that they take in memory: as they were sent and, of values, as PostgreSQL prints
 * them. More rows a statement bring nothing (measured up to 5,000), and cost memory. A record that takes more stands alone.
 */
const TRANSACTION_LIMITS = { records: 1_000, size: 4 * 1024 * 1024 };

/** Validating goes on for this long, in milliseconds, before heartbeats and health checks get their turn. */
const TIME_SLICE = 4;

/** Where a record stands whose publisher asks for a receipt. */
interface Asked {
  request: ReceiptRequest;
  /** In its message; `null`: it is the whole message. */
  place: number | null;
}

type StorableRecord = JudgedRecord & { record: AcceptedRecord; asked: Asked | undefined };
type RefusedRecord = Rejection & { kind: LedgerEntry["kind"]; asked: Asked | undefined };

interface Chunk {
  records: StorableRecord[];
  rejections: RefusedRecord[];
  /** Rejections of whole messages that could be read now; those of records go with their record. */
  settled: string[];
  size: number;
}

export interface IngestOptions {
  /** Opens messages in another place, to keep large ones off the event loop; a chunk needs the next record only. */
  open?: ((message: OpenableMessage) => OpenedMessage) | undefined;
  /**
   * Where its transactions queue; default: one at a time. With several, one is planned while the database works on others. Two that meet
   * on a row are told apart by the store.
   */
  slots?: TransactionSlots | undefined;
  /** Reading types of which every accepted snapshot is also kept as a series. */
  keepHistory?: PlanOptions["keepHistory"];
  /** Milliseconds for which series are kept, by reading type: what is older when it comes is superseded, and not stored again. */
  retention?: Retention | undefined;
}

const NO_RETENTION: Retention = new Map();

/** What every chunk of a batch is stored with. */
interface Ingestion {
  store: CatalogStore;
  report: BatchReport;
  planning: PlanOptions;
}

/**
 * Stores the records of some messages. When it returns, all of them are committed: what was refused, as a rejection.
 * Running it again over the same messages changes nothing. Messages are taken one by one, so that few need be in memory.
 *
 * @throws TransientError if the store cannot take them now; what was committed until then stays
 */
export async function ingestBatch(
  messages: Iterable<OpenableMessage> | AsyncIterable<OpenableMessage>,
  store: CatalogStore,
  { open = openMessage, slots = new TransactionSlots(1), keepHistory, retention = NO_RETENTION }: IngestOptions = {},
): Promise<BatchReport> {
  const report = new BatchReport();
  const ingestion: Ingestion = {
    store,
    report,
    planning: { keepHistory, keptSince: keptSince(retention, nowTimestamp()) },
  };
  const storing = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  try {
    // The next chunk is judged while others are stored.
    for await (const chunk of chunksOf(messages, open)) {
      // What is settled with the last of a message's records must find the others committed.
      if (chunk.settled.length > 0) await Promise.all(storing);
      await slots.take(chunk.size);
      if (failure) {
        slots.giveBack(chunk.size);
        break;
      }
      const stored = storeChunk(chunk, ingestion)
        .catch((error: unknown) => void (failure ??= { error }))
        .finally(() => {
          storing.delete(stored);
          slots.giveBack(chunk.size);
        });
      storing.add(stored);
    }
  } finally {
    await Promise.all(storing);
  }
  if (failure) throw failure.error;
  return report;
}

async function* chunksOf(
  messages: Iterable<OpenableMessage> | AsyncIterable<OpenableMessage>,
  open: (message: OpenableMessage) => OpenedMessage,
): AsyncGenerator<Chunk> {
  let chunk = emptyChunk();
  // Whoever brings the messages has just received them.
  await ownTurn();
  let sliceEnd = performance.now() + TIME_SLICE;
  for await (const message of messages) {
    const opened = open(message);
    try {
      let next = await opened.next();
      for (let place = 0; !next.done; next = await opened.next(), place++) {
        const judged = next.value;
        const size = sizeOf(judged);
        if (isFull(chunk, size)) {
          yield chunk;
          chunk = emptyChunk();
        }
        chunk.size += size;
        const asked = message.receipt && {
          request: message.receipt,
          place: judged.fault?.path === null ? null : place,
        };
        if (judged.record) chunk.records.push({ ...judged, asked });
        else chunk.rejections.push({ ...rejectionOf(judged.fault, judged), kind: judged.kind, asked });
        if (performance.now() > sliceEnd) {
          await ownTurn();
          sliceEnd = performance.now() + TIME_SLICE;
        }
      }
      // With the last of the message's records: all others are committed by then.
      if (next.value !== undefined) chunk.settled.push(next.value);
    } finally {
      // Who stops in the middle keeps no thread from the next message.
      await opened.return?.();
    }
  }
  if (chunk.records.length + chunk.rejections.length + chunk.settled.length > 0) yield chunk;
}

function emptyChunk(): Chunk {
  return { records: [], rejections: [], settled: [], size: 0 };
}

/** Whether a chunk has no room for so much more. */
function isFull({ records, rejections, size }: Chunk, more: number): boolean {
  const count = records.length + rejections.length;
  return count >= TRANSACTION_LIMITS.records || (count > 0 && size + more > TRANSACTION_LIMITS.size);
}

function sizeOf({ text, record }: JudgedRecord): number {
  return text.length + (record?.kind === "reading" ? record.text.length : 0);
}

async function storeChunk(chunk: Chunk, ingestion: Ingestion): Promise<void> {
  const { store, report, planning } = ingestion;
  const { records, rejections } = chunk;
  const settled = [...chunk.settled, ...records.flatMap(({ settles }) => settles ?? [])];
  const accepted = records.map(({ record }) => record);
  const keys = keysOf(accepted);
  try {
    const outcomes = await store.transaction(async (transaction) => {
      const state = await transaction.read(keys);
      // Reading the answer, planning and printing take 2 to 4 ms each for a thousand records.
      await ownTurn();
      const plan = planBatch(accepted, state, planning);
      await ownTurn();
      const written = await transaction.write(plan);
      await ownTurn();
      await transaction.reject(rejections, settled);
      const settledOutcomes = settleOutcomes(plan, written);
      await acknowledge(transaction, receiptsOf(records, settledOutcomes, rejections));
      await transaction.publish(changesOf(plan, written), talliesOf(plan, written), sourcesOf(records, rejections));
      return settledOutcomes;
    });
    report.transactions++;
    for (const [index, { kind, source }] of accepted.entries()) report.count(source, kind, outcomes[index]!);
    for (const rejection of rejections) report.countRejection(rejection, rejection.kind);
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    await isolate(chunk, error, ingestion);
  }
}

/** Halves a chunk that the database refuses until the guilty record stands alone, so that it takes no neighbour along. */
async function isolate(chunk: Chunk, error: UnstorableError, ingestion: Ingestion): Promise<void> {
  const { store, report } = ingestion;
  const { records, rejections, settled } = chunk;
  const [only] = records;
  if (records.length > 1) {
    const middle = records.length >> 1;
    await storeChunk({ ...emptyChunk(), records: records.slice(0, middle), rejections }, ingestion);
    await storeChunk({ ...emptyChunk(), records: records.slice(middle), settled }, ingestion);
  } else if (only) {
    const fault = { code: "VALUE_NOT_STORABLE", detail: error.message, path: "" } as const;
    const rejection = { ...rejectionOf(fault, only), kind: only.kind, asked: only.asked };
    const refused = [...rejections, rejection];
    await store.transaction(async (transaction) => {
      await transaction.reject(refused, settled);
      await acknowledge(transaction, receiptsOf([], [], refused));
      await transaction.publish([], [], sourcesOf([], refused));
    });
    report.transactions++;
    for (const other of rejections) report.countRejection(other, other.kind);
    report.countRejection(rejection, only.record.kind);
  } else {
    throw error;
  }
}

function receiptsOf(
  records: readonly StorableRecord[],
  outcomes: readonly Outcome[],
  rejections: readonly RefusedRecord[],
): ReceiptPart[] {
  const book = new ReceiptBook();
  for (const [index, { asked }] of records.entries()) {
    if (asked) book.note(asked.request, asked.place, outcomes[index]!);
  }
  for (const { asked, code } of rejections) if (asked) book.note(asked.request, asked.place, "rejected", code);
  return book.receipts;
}

async function acknowledge(transaction: CatalogTransaction, receipts: readonly ReceiptPart[]): Promise<void> {
  if (receipts.length > 0) await transaction.acknowledge(receipts);
}
