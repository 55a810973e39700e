/**
 * The results of `work` in the order in which they come in, with at most `limit` items at work: how a collector asks a source for
 * many things at a time. Ends at the first error. The next item is taken only when there is room for it, so that a list that is
 * read page by page is not read ahead.
 */
export async function* inParallel<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underway = new Map<number, Promise<{ id: number; result: R }>>();
  let id = 0;
  for await (const item of items) {
    while (underway.size >= limit) yield await takeFirst(underway);
    const started = id++;
    const working = work(item).then((result) => ({ id: started, result }));
    // An error is met where the results are taken; until then it must not end the process.
    working.catch(() => {});
    underway.set(started, working);
  }
  while (underway.size > 0) yield await takeFirst(underway);
}

async function takeFirst<R>(underway: Map<number, Promise<{ id: number; result: R }>>): Promise<R> {
  const { id, result } = await Promise.race(underway.values());
  underway.delete(id);
  return result;
}
