/** Waits for a promise, but no longer than until `signal` aborts; `undefined` then, and if the promise is rejected. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(undefined);
    // Removed again, since the signal outlives the promise by far.
    signal.addEventListener("abort", giveUp, { once: true });
    void promise.then(resolve, giveUp).finally(() => signal.removeEventListener("abort", giveUp));
    if (signal.aborted) {
      giveUp();
    }
  });
}
