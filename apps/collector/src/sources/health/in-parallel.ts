/** The results of `work` in the order in which they come in, with at most `limit` items at work. Ends at the first error. */
export async function* inParallel<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underway = new Map<number, Promise<{ id: number; result: R }>>();
  let id = 0;
  for (const item of items) {
    if (underway.size >= limit) yield await takeFirst(underway);
    const started = id++;
    underway.set(
      started,
      work(item).then((result) => ({ id: started, result })),
    );
  }
  while (underway.size > 0) yield await takeFirst(underway);
}

async function takeFirst<R>(underway: Map<number, Promise<{ id: number; result: R }>>): Promise<R> {
  const { id, result } = await Promise.race(underway.values());
  underway.delete(id);
  return result;
}
