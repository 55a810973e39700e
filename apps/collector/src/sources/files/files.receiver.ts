import type { CatalogRecord } from "@binnacle/contract";
import { BinnacleError, ConfigurationError, TransientError } from "@binnacle/errors";
import { type ReceivedMessage, SqsConsumer } from "@binnacle/messaging";
import { ChangedOnly } from "../../changes/changed-only.js";
import { ItemExpression } from "../../mapping/item-expression.js";
import { RecordMapping } from "../../mapping/record-mapping.js";
import type { Receiver, ReceiverContext } from "../../receiving/receiver.js";
import { wildcard } from "../../documents/wildcard.js";
import type { FilesOptions } from "./files.options.js";
import { type FileFormat, formatOf, readItems, UnreadableFile } from "./read-items.js";
import { type S3Object, S3ObjectReader } from "./s3.client.js";
import { objectsOf, type S3ObjectRef, UnknownMessage } from "./s3-event.js";

/** Records that are published at a time. */
const CHUNK = 500;
/** Faults of one object that are told. */
const MAX_FAULTS = 20;
/** How long the object that is being read may take once the process stops. */
const STOP_MS = 5_000;

/** Reads objects as S3 tells of them through a queue. A message is deleted once what its object says is published. */
export class FilesReceiver implements Receiver {
  private readonly keys: RegExp[];
  private readonly pattern: RegExp | undefined;
  private readonly items: ItemExpression;
  private readonly mapping: RecordMapping;
  private readonly changedOnly = new ChangedOnly();
  private readonly objects = new S3ObjectReader();
  private consumer: SqsConsumer | undefined;

  /** @throws ConfigurationError lines have no pattern */
  constructor(private readonly options: FilesOptions) {
    const { keys, pattern, items, records, format } = options;
    if (format === "lines" && pattern === undefined) {
      throw new ConfigurationError(["pattern must say what is in a line, with format: lines"]);
    }
    this.keys = keys.map((key) => wildcard(key));
    this.pattern = pattern === undefined ? undefined : new RegExp(pattern, "u");
    this.items = new ItemExpression(items);
    this.mapping = new RecordMapping(records);
  }

  async start(context: ReceiverContext): Promise<void> {
    const { queueUrl } = this.options;
    this.consumer = new SqsConsumer({
      queueUrl,
      // An object may be large; the next waits until it is published.
      limits: { messages: 1 },
      handle: async ([message], signal) => {
        const isDone = message !== undefined && (await this.handle(message, context, signal));
        return isDone ? [message] : [];
      },
      logger: context.logger,
    });
    this.consumer.start();
    context.logger.info({ queueUrl }, "reading the queue");
  }

  async stop(): Promise<void> {
    await this.consumer?.stop({ timeoutMs: STOP_MS });
    await this.objects.close();
  }

  /** Whether the message may be deleted. What never gets better is left to the queue's redrive policy. */
  private async handle(message: ReceivedMessage, context: ReceiverContext, signal: AbortSignal): Promise<boolean> {
    let objects: S3ObjectRef[];
    try {
      objects = objectsOf(message.body).filter(({ key }) => this.keys.some((pattern) => pattern.test(key)));
      const foreign = objects.find(({ bucket }) => !this.options.buckets.includes(bucket));
      if (foreign) throw new UnknownMessage(`the bucket ${foreign.bucket} is none of those that are read`);
    } catch (error) {
      if (!(error instanceof UnknownMessage)) throw error;
      context.received("refused");
      context.logger.warn({ messageId: message.id, reason: error.message }, "a message is left to the redrive policy");
      return false;
    }
    let published = 0;
    for (const object of objects) {
      try {
        published += await this.publish(object, context, signal);
      } catch (error) {
        context.received("failed");
        // Held and tried again, as long as it takes; everything else is as bad the next time.
        if (error instanceof TransientError) throw error;
        const reason =
          error instanceof UnreadableFile || error instanceof BinnacleError ? error.message : String(error);
        context.logger.error(
          { messageId: message.id, ...object, reason },
          "an object cannot be read; its message is left to the redrive policy",
        );
        return false;
      }
    }
    context.received(published > 0 ? "published" : "ignored");
    return true;
  }

  private async publish(ref: S3ObjectRef, context: ReceiverContext, signal: AbortSignal): Promise<number> {
    const object = await this.objects.open(ref, signal);
    if (object === undefined) {
      context.logger.info({ ...ref }, "the object is gone");
      return 0;
    }
    let count = 0;
    let chunk: CatalogRecord[] = [];
    const flush = async (): Promise<void> => {
      const changed = this.changedOnly.changed(chunk);
      chunk = [];
      if (changed.length === 0) return;
      await context.deliver(changed);
      this.changedOnly.published(changed);
      count += changed.length;
    };
    try {
      for await (const record of this.recordsOf(ref, object, context)) {
        chunk.push(record);
        if (chunk.length >= CHUNK) await flush();
        if (signal.aborted) throw new TransientError("the process stops");
      }
      await flush();
    } finally {
      object.body.destroy();
    }
    return count;
  }

  private async *recordsOf(
    ref: S3ObjectRef,
    object: S3Object,
    context: ReceiverContext,
  ): AsyncGenerator<CatalogRecord> {
    const { lastModified, bytes, etag } = object;
    const bindings = { object: { bucket: ref.bucket, key: ref.key, lastModified, bytes, etag } };
    let faults = 0;
    const note = (fault: string): void => {
      faults++;
      if (faults <= MAX_FAULTS) context.logger.warn({ ...ref, fault }, "a part of an object is left out");
    };
    const { format = formatOf(ref.key), maxMegabytes } = this.options;
    const reading = {
      format,
      maxBytes: maxMegabytes * 1024 * 1024,
      delimiter: this.delimiterOf(ref.key, format),
      pattern: this.pattern,
    };
    for await (const read of readItems(object.body, reading)) {
      if ("fault" in read) {
        note(read.fault);
        continue;
      }
      for (const item of await this.items.of(read.item, note)) {
        const mapped = await this.mapping.map(item, { ...bindings, document: read.item });
        mapped.faults.forEach(note);
        yield* mapped.records.map((record) => timed(record, lastModified));
      }
    }
    if (faults > MAX_FAULTS)
      context.logger.warn({ ...ref, faults }, "more parts of the object were left out than are told");
  }

  private delimiterOf(key: string, format: FileFormat): string {
    const isTabbed = format === "csv" && /\.tsv(?:\.gz)?$/i.test(key);
    return this.options.delimiter ?? (isTabbed ? "\t" : ",");
  }
}

/** What a file says was so when it was written, whenever it is read. */
function timed(record: CatalogRecord, on: S3Object["lastModified"]): CatalogRecord {
  if (record.kind === "resource") return { ...record, observedOn: record.observedOn ?? on };
  return record.kind === "reading" ? { ...record, collectedOn: record.collectedOn ?? on } : record;
}
