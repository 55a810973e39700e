import {
  type CollectContext,
  Collector,
  currentRun,
  inParallel,
  millisecondsOf,
  type SourceAnswer,
  SourceError,
} from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { ChangedOnly } from "../../changes/changed-only.js";
import { RecordMapping } from "../../mapping/record-mapping.js";
import { PoliteHost } from "./polite-host.js";
import { type Page, readPage } from "./read-page.js";
import type { WebOptions } from "./web.options.js";

const ROBOT = "binnacle-web";
/** Of `pages` at the same time; those of one host wait for each other. */
const MAX_WALKS = 8;

/** Reads pages of the web by selectors. Publishes only what changed; a page that cannot be read is a warning. */
@Collector({ name: "web", schedule: "every 1h", timeout: "30m" })
export class WebCollector implements Collector {
  private readonly hosts = new Map<string, PoliteHost>();
  private readonly mapping: RecordMapping;
  private readonly changedOnly = new ChangedOnly();
  /** Where the link to the next page led when a page was read last: it is not read again while it has not changed. */
  private readonly nextOf = new Map<string, string | undefined>();

  constructor(private readonly options: WebOptions) {
    const { pages, contact, delay, timeout, maxMegabytes, records } = options;
    this.mapping = new RecordMapping(records);
    for (const origin of new Set(pages.map((page) => new URL(page).origin))) {
      const host = new PoliteHost({
        origin,
        robot: ROBOT,
        userAgent: `${ROBOT}/1.0 (+${contact})`,
        delayMs: millisecondsOf(delay),
        timeoutMs: millisecondsOf(timeout),
        maxBytes: maxMegabytes * 1024 * 1024,
      });
      this.hosts.set(origin, host);
    }
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const walks = inParallel(this.options.pages, MAX_WALKS, (page) => {
      const host = this.hosts.get(new URL(page).origin)!;
      return Array.fromAsync(this.walk(host, page, context));
    });
    for await (const records of walks) {
      const changed = this.changedOnly.changed(records);
      yield* changed;
      currentRun()?.whenPublished(() => this.changedOnly.published(changed));
    }
  }

  /** From page to page by the link to the next one. */
  private async *walk(host: PoliteHost, start: string, context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { item, fields, next, maxPages } = this.options;
    const seen = new Set<string>();
    for (let url: string | undefined = start; url !== undefined;) {
      if (seen.size >= maxPages) return context.warn(`${start}: there are more pages than maxPages, ${maxPages}`);
      seen.add(url);
      const answer = await this.read(host, url, context);
      if (answer === undefined) return;
      if (answer !== "unchanged") {
        const page = readPage(answer.bytes(), answer.headers.get("content-type"), answer.url, { item, fields, next });
        this.nextOf.set(url, page.next);
        yield* this.map(page, url, context);
        // A page that was rebuilt, or a log-in: that nothing is on it may mean anything.
        if (page.items.length === 0 && seen.size === 1) context.warn(`${url}: there are no items on the page`);
      }
      const following = this.nextOf.get(url);
      url = following === undefined || seen.has(following) ? undefined : sameHost(following, start);
    }
  }

  private async *map({ items, title }: Page, url: string, { warn }: CollectContext): AsyncGenerator<CatalogRecord> {
    for (const item of items) {
      const { records, faults } = await this.mapping.map(item, { page: { url, title } });
      for (const fault of faults) warn(`${url}: ${fault}`);
      yield* records;
    }
  }

  /** `undefined`: it cannot be read, which was told. */
  private async read(
    host: PoliteHost,
    url: string,
    { warn, signal }: CollectContext,
  ): Promise<SourceAnswer | "unchanged" | undefined> {
    let answer: Awaited<ReturnType<PoliteHost["get"]>>;
    try {
      answer = await host.get(url);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SourceError)) throw error;
      warn(error.message);
      return undefined;
    }
    if (answer === "unchanged") return answer;
    if (answer === "forbidden") {
      warn(`${url}: robots.txt does not allow it, or cannot be read`);
      return undefined;
    }
    if (answer.url.origin === new URL(url).origin) return answer;
    warn(`${url} leads to ${answer.url.origin}; name the page there`);
    return undefined;
  }
}

function sameHost(url: string, start: string): string | undefined {
  return new URL(url).origin === new URL(start).origin ? url : undefined;
}
