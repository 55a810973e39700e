import { Pool, type Dispatcher } from "undici";
import { quantile } from "../figures.js";

export interface LoadRequest {
  path: string;
  method?: "GET" | "POST" | "DELETE";
  /** JSON. */
  body?: string;
  accept?: string;
}

export interface LoadFigures {
  /** Milliseconds, of what was answered well. */
  p50: number;
  p99: number;
  slowest: number;
  perSecond: number;
  /** How many were answered well. */
  count: number;
  /** The others, by status. */
  failures: Record<number, number>;
}

/** Below that many answers the slowest hundredth is one or none: nothing is known of it. */
export const ENOUGH = 200;
/** For a median. */
const LEAST = 3;

/** A client that makes requests in turn over so many connections that are kept, each as soon as the one before it was answered in full. */
export class Load {
  private readonly pool: Pool;
  private readonly milliseconds: number[] = [];
  private readonly failures: Record<number, number> = {};
  private answered = 0;
  private elapsed = 0;
  private isExhausted = false;

  /** @param next the request to make next; `undefined` when there are no more */
  constructor(
    origin: string,
    private readonly next: () => LoadRequest | undefined,
    private readonly concurrency: number,
  ) {
    this.pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  }

  /** Makes requests for so long, one on each connection at least. */
  async run(seconds: number): Promise<void> {
    const startedAt = performance.now();
    const elapsed = (): number => (performance.now() - startedAt) / 1000;
    const client = async (): Promise<void> => {
      do {
        const request = this.next();
        if (request === undefined) {
          this.isExhausted = true;
          return;
        }
        const before = performance.now();
        const status = await answer(this.pool, request);
        this.answered++;
        if (status >= 200 && status < 300) this.milliseconds.push(performance.now() - before);
        else this.failures[status] = (this.failures[status] ?? 0) + 1;
      } while (elapsed() < seconds);
    };
    await Promise.all(Array.from({ length: this.concurrency }, client));
    this.elapsed += elapsed();
  }

  /** Whether it ran for so long, up to twice that where there are fewer than `ENOUGH` answers, and three times at least. */
  isOver(seconds: number): boolean {
    if (this.isExhausted) return true;
    return this.answered >= LEAST && this.elapsed >= (this.answered < ENOUGH ? seconds * 2 : seconds);
  }

  async end(): Promise<LoadFigures> {
    await this.pool.close();
    const { milliseconds } = this;
    return {
      p50: quantile(milliseconds, 0.5),
      p99: quantile(milliseconds, 0.99),
      slowest: quantile(milliseconds, 1),
      perSecond: milliseconds.length / this.elapsed,
      count: milliseconds.length,
      failures: this.failures,
    };
  }
}

/** Makes one request; gives its status once the whole answer is there. */
export async function answer(client: Dispatcher, { path, method = "GET", body, accept }: LoadRequest): Promise<number> {
  const { statusCode, body: received } = await client.request({
    path,
    method,
    ...(body !== undefined && { body }),
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(accept !== undefined && { accept }),
    },
  });
  await received.dump({ limit: Number.MAX_SAFE_INTEGER });
  return statusCode;
}
