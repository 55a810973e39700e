import { Pool, type Dispatcher } from "undici";
import { quantile } from "../figures.js";

export interface LoadRequest {
  path: string;
  method?: "GET" | "POST";
  body?: string;
}

export interface LoadFigures {
  /** Milliseconds. */
  p50: number;
  p99: number;
  perSecond: number;
  /** How many were answered. */
  count: number;
  /** Answers by status, of those that are not 200. */
  failures: Record<number, number>;
}

export interface LoadOptions {
  origin: string;
  /** The request to make next. */
  request: (number: number) => LoadRequest;
  concurrency: number;
  seconds: number;
}

/** Below that many answers nothing is known of the slowest hundredth; a measurement then takes up to twice as long. */
const ENOUGH = 100;

/** Makes requests in turn over so many connections that are kept, each as soon as the one before it was answered in full. */
export async function measureLoad({ origin, request, concurrency, seconds }: LoadOptions): Promise<LoadFigures> {
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const milliseconds: number[] = [];
  const failures: Record<number, number> = {};
  let next = 0;
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 1000;
  const isOver = (): boolean => elapsed() > (milliseconds.length < ENOUGH ? seconds * 2 : seconds);
  const client = async (): Promise<void> => {
    while (!isOver()) {
      const made = request(next++);
      const before = performance.now();
      const status = await answer(pool, made);
      milliseconds.push(performance.now() - before);
      if (status !== 200) failures[status] = (failures[status] ?? 0) + 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, client));
    return {
      p50: quantile(milliseconds, 0.5),
      p99: quantile(milliseconds, 0.99),
      perSecond: milliseconds.length / elapsed(),
      count: milliseconds.length,
      failures,
    };
  } finally {
    await pool.close();
  }
}

/** Makes one request; gives its status once the whole answer is there. */
export async function answer(client: Dispatcher, { path, method = "GET", body }: LoadRequest): Promise<number> {
  const { statusCode, body: received } = await client.request({
    path,
    method,
    ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
  });
  await received.dump({ limit: Number.MAX_SAFE_INTEGER });
  return statusCode;
}
