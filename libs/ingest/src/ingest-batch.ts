import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import type { AcceptedRecord } from "./accepted-record.js";
import { BatchReport } from "./batch-report.js";
import { UnstorableError, type CatalogStore } from "./catalog-store.js";
import { openMessage, type JudgedRecord, type OpenableMessage } from "./open-message.js";
import { keysOf, planBatch, settleOutcomes } from "./plan-batch.js";
import { rejectionOf, type Rejection } from "./rejection.js";

/** Records and bytes of one transaction. More rows a statement bring nothing (measured up to 5,000), and cost memory. */
const TRANSACTION_LIMITS = { records: 1_000, bytes: 4 * 1024 * 1024 };

/** Validating goes on for this long, in milliseconds, before heartbeats and health checks get their turn. */
const TIME_SLICE = 8;

type StorableRecord = JudgedRecord & { record: AcceptedRecord };

interface Chunk {
  records: StorableRecord[];
  rejections: Rejection[];
  bytes: number;
}

/**
 * Stores the records of some messages. When it returns, all of them are committed: what was refused, as a rejection.
 * Running it again over the same messages changes nothing.
 *
 * @throws TransientError if the store cannot take them now; what was committed until then stays
 */
export async function ingestBatch(messages: readonly OpenableMessage[], store: CatalogStore): Promise<BatchReport> {
  const report = new BatchReport();
  let storing = Promise.resolve();
  for await (const chunk of chunksOf(messages)) {
    await storing;
    storing = storeChunk(chunk, store, report);
    // The next chunk is judged meanwhile; a failure is raised where it is awaited.
    storing.catch(() => undefined);
  }
  await storing;
  return report;
}

async function* chunksOf(messages: readonly OpenableMessage[]): AsyncGenerator<Chunk> {
  let chunk = emptyChunk();
  let sliceEnd = performance.now() + TIME_SLICE;
  for (const message of messages) {
    for (const judged of openMessage(message)) {
      if (judged.record) {
        chunk.records.push(judged);
        chunk.bytes += judged.text.length;
      } else {
        chunk.rejections.push(rejectionOf(judged.fault, judged.source, judged.text, judged.receivedOn));
      }
      if (isFull(chunk)) {
        yield chunk;
        chunk = emptyChunk();
      }
      if (performance.now() > sliceEnd) {
        await yieldToEventLoop();
        sliceEnd = performance.now() + TIME_SLICE;
      }
    }
  }
  if (chunk.records.length + chunk.rejections.length > 0) yield chunk;
}

function emptyChunk(): Chunk {
  return { records: [], rejections: [], bytes: 0 };
}

function isFull({ records, rejections, bytes }: Chunk): boolean {
  return records.length + rejections.length >= TRANSACTION_LIMITS.records || bytes >= TRANSACTION_LIMITS.bytes;
}

async function storeChunk({ records, rejections }: Chunk, store: CatalogStore, report: BatchReport): Promise<void> {
  const accepted = records.map(({ record }) => record);
  const keys = keysOf(accepted);
  try {
    const outcomes = await store.transaction(async (transaction) => {
      const plan = planBatch(accepted, await transaction.read(keys));
      const written = await transaction.write(plan);
      await transaction.reject(rejections);
      return settleOutcomes(plan, written);
    });
    report.transactions++;
    for (const [index, { kind, source }] of accepted.entries()) report.count(source, kind, outcomes[index]!);
    for (const rejection of rejections) report.countRejection(rejection);
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    await isolate({ records, rejections, bytes: 0 }, error, store, report);
  }
}

/** Halves a chunk that the database refuses until the guilty record stands alone, so that it takes no neighbour along. */
async function isolate(chunk: Chunk, error: UnstorableError, store: CatalogStore, report: BatchReport): Promise<void> {
  const { records, rejections } = chunk;
  const [only] = records;
  if (records.length > 1) {
    const middle = records.length >> 1;
    await storeChunk({ records: records.slice(0, middle), rejections, bytes: 0 }, store, report);
    await storeChunk({ records: records.slice(middle), rejections: [], bytes: 0 }, store, report);
  } else if (only) {
    const fault = { code: "VALUE_NOT_STORABLE", detail: error.message, path: "" } as const;
    const rejection = rejectionOf(fault, only.source, only.text, only.receivedOn);
    await store.transaction((transaction) => transaction.reject([...rejections, rejection]));
    report.transactions++;
    for (const other of rejections) report.countRejection(other);
    report.countRejection(rejection, only.record.kind);
  } else {
    throw error;
  }
}
