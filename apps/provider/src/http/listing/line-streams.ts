import { Readable } from "node:stream";
import { TransientError } from "@binnacle/errors";
import type { Logger, Metrics } from "@binnacle/platform";
import type { FastifyRequest } from "fastify";
import { followPages, type ReadPage } from "../../paging/follow-pages.js";
import type { Page } from "../../paging/read-page.js";
import { TooLargeError } from "../../request-errors.js";

/** A list as text, one item a line. */
export interface Lines {
  stream: Readable;
  /** The list is known to be cut, which no line says. One that turns out to be later is cut off. */
  isPartial: boolean;
}

/**
 * The answers that are whole lists, one item a line. Each holds one page in memory and reads the next only when the client has
 * taken it. What cannot be read to its end is cut off, so that no client takes a part for the whole.
 */
export class LineStreams {
  private readonly running = new Set<Readable>();

  constructor(
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    metrics.gauge({
      name: "binnacle_provider_line_streams",
      help: "Whole lists that are being answered now",
      collect: (gauge) => gauge.set(this.running.size),
    });
  }

  /** The list's lines. Its first page is read before this resolves: what is wrong with the request is answered as ever. */
  async open(
    read: ReadPage,
    walk: { limit?: number | undefined; cursor?: string | undefined },
    request: FastifyRequest,
  ): Promise<Lines> {
    const pages = followPages(read, walk);
    // There is always a first page, if only an empty one.
    const first = (await pages.next()).value as Page;
    const isPartial = first.isPartial ?? false;
    if (request.method === "HEAD") return { stream: Readable.from([]), isPartial };
    const stream = Readable.from(printLines(first, pages), { objectMode: false });
    this.running.add(stream);
    stream.once("close", () => this.running.delete(stream));
    stream.once("error", (err) => {
      const { url, id } = request;
      this.logger.error({ err, url, requestId: id }, "a list could not be answered to its end");
    });
    return { stream, isPartial };
  }

  /** Cuts all off: a client that takes its time would hold up the end of the process. */
  close(): void {
    for (const stream of this.running) stream.destroy(new TransientError("The server is closing"));
  }
}

async function* printLines(first: Page, others: AsyncIterable<Page>): AsyncGenerator<string, void, undefined> {
  yield linesOf(first);
  for await (const page of others) {
    yield linesOf(page);
    // The head, which could have said so, has been sent.
    if (page.isPartial && !first.isPartial) throw new TooLargeError("The list is cut; its pages say where");
  }
}

/** No item holds a line feed: JSON text has them only between its tokens, and neither PostgreSQL nor we print any there. */
function linesOf({ items }: Page): string {
  return items.map((item) => `${item}\n`).join("");
}
