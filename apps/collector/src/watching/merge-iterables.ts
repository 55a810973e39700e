/** What several iterables yield, as it comes. Ends when all have, or at the first error; then it does not wait for the others, which may wait for long. */
export async function* mergeIterables<T>(iterables: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const pull = async (iterator: AsyncIterator<T>) => ({ iterator, step: await iterator.next() });
  const pending = new Map(
    iterables.map((iterable) => iterable[Symbol.asyncIterator]()).map((iterator) => [iterator, pull(iterator)]),
  );
  try {
    while (pending.size > 0) {
      const { iterator, step } = await Promise.race(pending.values());
      if (step.done) pending.delete(iterator);
      else {
        pending.set(iterator, pull(iterator));
        yield step.value;
      }
    }
  } finally {
    void Promise.allSettled([...pending.values(), ...[...pending.keys()].map((iterator) => iterator.return?.())]);
  }
}
