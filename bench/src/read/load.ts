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

export interface LoadOptions {
  origin: string;
  /** The request to make next; `undefined` when there are no more. */
  next: () => LoadRequest | undefined;
  concurrency: number;
  /** Up to twice that where there are fewer than `ENOUGH` answers by then. */
  seconds: number;
  /** At least so many requests, however long they take. */
  least?: number;
}

/** Below that many answers the slowest hundredth is one or none: nothing is known of it. */
export const ENOUGH = 200;
/** For a median. */
const LEAST = 3;

/** Makes requests in turn over so many connections that are kept, each as soon as the one before it was answered in full. */
export async function measureLoad(options: LoadOptions): Promise<LoadFigures> {
  const { origin, next, concurrency, seconds, least = LEAST } = options;
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const milliseconds: number[] = [];
  const failures: Record<number, number> = {};
  const startedAt = performance.now();
  let answered = 0;
  const elapsed = (): number => (performance.now() - startedAt) / 1000;
  const isOver = (): boolean => answered >= least && elapsed() > (answered < ENOUGH ? seconds * 2 : seconds);
  const client = async (): Promise<void> => {
    while (!isOver()) {
      const request = next();
      if (request === undefined) return;
      const before = performance.now();
      const status = await answer(pool, request);
      answered++;
      if (status >= 200 && status < 300) milliseconds.push(performance.now() - before);
      else failures[status] = (failures[status] ?? 0) + 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, client));
    return {
      p50: quantile(milliseconds, 0.5),
      p99: quantile(milliseconds, 0.99),
      slowest: quantile(milliseconds, 1),
      perSecond: milliseconds.length / elapsed(),
      count: milliseconds.length,
      failures,
    };
  } finally {
    await pool.close();
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
