import { Readable } from "node:stream";
import { TransientError } from "@binnacle/errors";
import type { Logger, Metrics } from "@binnacle/platform";
import type { FastifyRequest } from "fastify";
import { followPages, type ReadPage } from "../../paging/follow-pages.js";

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
  ): Promise<Readable> {
    const pages = followPages(read, walk);
    const first = await pages.next();
    const firstItems = first.done === true ? [] : first.value;
    if (request.method === "HEAD") return Readable.from([]);
    const stream = Readable.from(printLines(firstItems, pages), { objectMode: false });
    this.running.add(stream);
    stream.once("close", () => this.running.delete(stream));
    stream.once("error", (err) => {
      const { url, id } = request;
      this.logger.error({ err, url, requestId: id }, "a list could not be answered to its end");
    });
    return stream;
  }

  /** Cuts all off: a client that takes its time would hold up the end of the process. */
  close(): void {
    for (const stream of this.running) stream.destroy(new TransientError("The server is closing"));
  }
}

async function* printLines(
  first: readonly string[],
  others: AsyncIterable<readonly string[]>,
): AsyncGenerator<string, void, undefined> {
  if (first.length > 0) yield linesOf(first);
  for await (const items of others) {
    if (items.length > 0) yield linesOf(items);
  }
}

/** No item holds a line feed: JSON text has them only between its tokens, and neither PostgreSQL nor we print any there. */
function linesOf(items: readonly string[]): string {
  return `${items.join("\n")}\n`;
}
