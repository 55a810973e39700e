import type { CollectContext, Collector } from "./collector.js";
import { orAborted, settledWithin } from "./wait.js";

/** How long a collector may take to clean up once its run was ended. */
const CLEAN_UP_MS = 1_000;
/** A generator that never waits for anything would starve timers, and with them its own timeout. */
const RECORDS_PER_BREATH = 256;

/**
 * What the collector yields, up to the moment at which the context's signal fires: then it throws the signal's reason, even if
 * the collector pays no attention to it. A collector that still does not end is left behind, and nothing more is taken from it.
 */
export async function* pullRecords(collector: Collector, context: CollectContext): AsyncGenerator<unknown> {
  const iterator = collector.collect(context)[Symbol.asyncIterator]();
  let pending: Promise<unknown> = Promise.resolve();
  let ended = false;
  try {
    for (let taken = 1; ; taken++) {
      const next = iterator.next();
      pending = next;
      const step = await orAborted(next, context.signal);
      if (step.done) {
        ended = true;
        return;
      }
      yield step.value;
      if (taken % RECORDS_PER_BREATH === 0) await new Promise(setImmediate);
    }
  } finally {
    if (!ended) await close(iterator, pending, context);
  }
}

async function close(
  iterator: AsyncIterator<unknown>,
  pending: Promise<unknown>,
  context: CollectContext,
): Promise<void> {
  const closed = Promise.allSettled([pending, iterator.return?.()]);
  if (!(await settledWithin(closed, CLEAN_UP_MS))) {
    context.logger.warn({}, "the collector did not end when told to; it is left behind");
  }
}
