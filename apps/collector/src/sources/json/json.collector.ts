import { setImmediate } from "node:timers/promises";
import { type CollectContext, Collector, SourceError } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { ExpressionError } from "../../mapping/expression.js";
import { ItemExpression } from "../../mapping/item-expression.js";
import { RecordMapping } from "../../mapping/record-mapping.js";
import { readFiles } from "../../documents/read-files.js";
import { JsonClient, type Page } from "./json.client.js";
import { checkJsonOptions, type JsonOptions } from "./json.options.js";
import { Paging, pagingError } from "./paging.js";
import { type DocumentFormat, formatOf, readDocuments } from "./read-documents.js";

/** How long mapping may go on before timers and sockets have their turn. */
const SLICE_MS = 20;

/** A text with documents, and what came of it. */
interface Input {
  text: string;
  /** Said in faults. */
  where: string;
  format: DocumentFormat;
  /** What of an answer is no JSON was cut off, or is a page for people: the run must not go on as if it had been read. */
  isAnswer: boolean;
  documents: unknown[];
  itemCount: number;
}

/** Turns documents into records by the expressions of its options. */
@Collector({ name: "json", schedule: "every 5m", timeout: "10m" })
export class JsonCollector implements Collector {
  readonly owns: readonly string[];
  private readonly client: JsonClient;
  private readonly items: ItemExpression;
  private readonly mapping: RecordMapping;
  private readonly paging: Paging;

  /** @throws ConfigurationError if the options contradict each other, or an environment variable is missing */
  constructor(private readonly options: JsonOptions) {
    checkJsonOptions(options);
    this.owns = options.owns ?? [];
    this.client = new JsonClient(options);
    this.items = new ItemExpression(options.items);
    this.mapping = new RecordMapping(options.records);
    this.paging = new Paging(options.paging);
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { url, urls = [], files = [], maxMegabytes } = this.options;
    const starts = [...(url === undefined ? [] : [url]), ...urls];
    for (const start of starts) {
      try {
        yield* this.walk(start, context);
      } catch (error) {
        // One of several that does not answer does not cost the others; the only one is worth a retry.
        if (!(error instanceof SourceError) || starts.length + files.length === 1) throw error;
        context.warn(this.client.redact(error.message));
      }
    }
    for await (const file of readFiles(files, maxMegabytes * 1024 * 1024)) {
      if ("fault" in file) context.warn(`${file.path} ${file.fault}`);
      else yield* this.read(this.input(file.text, file.path, formatOf(file.path), false), context);
    }
  }

  private async *walk(start: string, context: CollectContext): AsyncGenerator<CatalogRecord> {
    const asked = new Set<string>();
    let next: string | undefined = this.paging.first(start);
    while (next !== undefined) {
      asked.add(next);
      const page: Page = await this.client.page(next);
      const where = page.url.origin + page.url.pathname;
      const input = this.input(page.text, where, "json", true);
      yield* this.read(input, context);
      next = await this.nextAfter(start, page, asked.size, input);
      if (next !== undefined && asked.has(next)) throw pagingError(page, "the list goes in circles");
    }
  }

  private async nextAfter(start: string, page: Page, pages: number, input: Input): Promise<string | undefined> {
    try {
      const { documents, itemCount } = input;
      return await this.paging.next(start, page, pages, { document: documents[0], itemCount });
    } catch (error) {
      if (error instanceof ExpressionError) throw pagingError(page, `paging.next: ${error.message}`);
      throw error;
    }
  }

  private input(text: string, where: string, usual: DocumentFormat, isAnswer: boolean): Input {
    return { text, where, format: this.options.format ?? usual, isAnswer, documents: [], itemCount: 0 };
  }

  private async *read(input: Input, context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { text, where, format, isAnswer, documents } = input;
    for (const found of readDocuments(text, format)) {
      if ("document" in found) {
        documents.push(found.document);
        yield* this.map(found.document, input, context);
        continue;
      }
      const fault = this.client.redact(`${where}: ${found.fault}`);
      if (isAnswer && format === "json") throw new SourceError(fault, { fault: "not-json", retryable: true });
      context.warn(fault);
    }
  }

  private async *map(document: unknown, input: Input, { warn, signal }: CollectContext): AsyncGenerator<CatalogRecord> {
    const note = (fault: string): void => warn(this.client.redact(`${input.where}: ${fault}`));
    let since = performance.now();
    for (const item of await this.items.of(document, note)) {
      input.itemCount++;
      const { records, faults } = await this.mapping.map(item, { document });
      for (const fault of faults) note(fault);
      yield* records;
      if (performance.now() - since < SLICE_MS) continue;
      await setImmediate();
      signal.throwIfAborted();
      since = performance.now();
    }
  }
}
