import { TransientError } from "@binnacle/errors";

// Node's timers hold 2^31 - 1 ms at most and fire at once beyond that; a monthly schedule needs more.
const LONGEST_TIMER = 2_147_483_647;

/** Resolves at `time` (milliseconds since 1970), or as soon as the signal fires. Never rejects. */
export async function waitUntil(time: number, signal: AbortSignal): Promise<void> {
  for (let left = time - Date.now(); left > 0 && !signal.aborted; left = time - Date.now()) {
    await waitOnce(Math.min(left, LONGEST_TIMER), signal);
  }
}

/** Resolves as `work` does, or rejects with the signal's reason as soon as that fires; `work` itself goes on. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Waits for `work` to settle, but no longer than that; says whether it has. Never rejects. */
export async function settledWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const giveUp = new AbortController();
  const settled = work.then(
    () => true,
    () => true,
  );
  const tooLong = waitOnce(milliseconds, giveUp.signal).then(() => false);
  return Promise.race([settled, tooLong]).finally(() => giveUp.abort());
}

/**
 * What `work` resolves to, if it takes no longer than that; `work` itself goes on.
 * @throws TransientError when the time is up.
 */
export async function withinTime<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  if (!(await settledWithin(work, milliseconds))) throw new TransientError(`no answer within ${milliseconds / 1000} s`);
  return work;
}

function waitOnce(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
  });
}
