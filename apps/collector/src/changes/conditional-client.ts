import { linkTarget, type Query, type SourceAnswer, type SourceClient, SourceError } from "@binnacle/collector";

interface KeptAnswer {
  answer: SourceAnswer;
  conditions: Record<string, string>;
}

export interface ConditionalGet {
  query?: Query;
  /** Statuses that are an answer here and no error. */
  expected?: readonly number[];
}

/** Answers are kept for a `304 Not Modified` up to this many bytes together; those that were not asked for longest go first. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

/**
 * Reads what a source has by conditional requests (RFC 9110 § 13): an answer that has not changed since it was asked for last is not sent
 * again, and costs nothing of the rate limits of some. It is kept here, so that whoever asks gets it all the same.
 */
export class ConditionalClient {
  private readonly kept = new Map<string, KeptAnswer>();
  private keptBytes = 0;

  constructor(
    private readonly client: SourceClient,
    private readonly maxKeptBytes = MAX_KEPT_BYTES,
  ) {}

  /** @throws SourceError if it cannot be had */
  async get(path: string, { query = {}, expected = [] }: ConditionalGet = {}): Promise<SourceAnswer> {
    const key = `${path} ${JSON.stringify(query)}`;
    const known = this.kept.get(key);
    const headers = known?.conditions ?? {};
    const answer = await this.client.request({ path, query, headers, expected: [...expected, 304] });
    const isUnchanged = answer.status === 304 && known !== undefined;
    this.forget(key);
    if (isUnchanged) this.keep(key, known);
    else this.keep(key, { answer, conditions: conditionsOf(answer.headers) });
    return isUnchanged ? known.answer : answer;
  }

  /**
   * The entries of a list that comes in pages, by its `Link` headers.
   * @throws SourceError if a page cannot be had, or came before
   */
  async *entries<T>(path: string, query: Query): AsyncGenerator<T> {
    const asked = new Set<string>();
    let next: string | undefined = path;
    while (next !== undefined) {
      asked.add(next);
      const answer: SourceAnswer = await this.get(next, next === path ? { query } : {});
      yield* answer.json<T[]>();
      const target = linkTarget(answer.headers.get("link"), "next");
      next = target === undefined ? undefined : new URL(target, answer.url).href;
      if (next !== undefined && asked.has(next)) {
        const { origin, pathname } = answer.url;
        const fault = `GET ${origin}${pathname} leads to a page that came before: the list goes in circles`;
        throw new SourceError(fault, { fault: "pagination", retryable: true });
      }
    }
  }

  private keep(key: string, { answer, conditions }: KeptAnswer): void {
    const { byteLength } = answer.bytes();
    if (Object.keys(conditions).length === 0 || byteLength > this.maxKeptBytes) return;
    this.kept.set(key, { answer, conditions });
    this.keptBytes += byteLength;
    // A map is in the order of insertion.
    for (const oldest of this.kept.keys()) {
      if (this.keptBytes <= this.maxKeptBytes) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.keptBytes -= this.kept.get(key)?.answer.bytes().byteLength ?? 0;
    this.kept.delete(key);
  }
}

function conditionsOf(headers: Headers): Record<string, string> {
  const etag = headers.get("etag");
  const modified = headers.get("last-modified");
  return { ...(etag && { "if-none-match": etag }), ...(modified && { "if-modified-since": modified }) };
}
