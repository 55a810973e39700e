import { setTimeout as wait } from "node:timers/promises";
import { type BinnacleClient, ProblemError } from "@binnacle/client";
import { ANONYMOUS_SOURCE } from "@binnacle/contract";
import type { InputRecord } from "../input/read-records.js";
import type { Batch } from "./batch-by-source.js";

const TRIES = 5;
const RETRY_DELAY_MS = 500;

/** What the intake said of a batch. */
export interface Intaken {
  accepted: InputRecord[];
  receiptId: string;
  rejected: { record: InputRecord; code: string; detail: string }[];
  warnings: { record: InputRecord; detail: string }[];
}

/**
 * Hands a batch to the intake, line by line as it was written.
 * @throws ProblemError if it is refused as a whole; TypeError if nobody answers
 */
export async function postBatch(
  client: BinnacleClient,
  { source, records }: Batch,
  signal: AbortSignal,
): Promise<Intaken> {
  // A record may be printed over several lines; between its tokens a line break is as good as a space.
  const body = records.map(({ text }) => text.replaceAll(/[\r\n]+/g, " ")).join("\n");
  const send = () =>
    client.api.POST("/records", {
      params: { query: source === ANONYMOUS_SOURCE ? {} : { source } },
      headers: { "content-type": "application/x-ndjson" },
      body: body as never,
      bodySerializer: (text: unknown) => text as string,
      signal,
    });
  const { data } = await withRetries(send, signal);
  const { receiptId, rejected, warnings } = data as {
    receiptId: string;
    rejected: { index: number; code: string; detail: string }[];
    warnings: { index: number; path: string; detail: string }[];
  };
  const refused = new Set(rejected.map(({ index }) => index));
  return {
    receiptId,
    accepted: records.filter((_, index) => !refused.has(index)),
    rejected: rejected.map(({ index, code, detail }) => ({ record: records[index]!, code, detail })),
    warnings: warnings.map(({ index, path, detail }) => ({ record: records[index]!, detail: `${path} ${detail}` })),
  };
}

/** Publishing twice does no harm: the catalog ends in the same state. */
async function withRetries<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const isPassing = error instanceof ProblemError ? error.isPassing : !signal.aborted;
      if (!isPassing || attempt === TRIES) throw error;
      const asked = error instanceof ProblemError ? error.retryAfter : undefined;
      await wait(asked === undefined ? RETRY_DELAY_MS * 2 ** (attempt - 1) : asked * 1_000, undefined, { signal });
    }
  }
}
