import type { Page, PageRequest } from "./read-page.js";

/** Reads one page of a list. */
export type ReadPage<P extends Page = Page> = (request: PageRequest) => Promise<P>;

/** Small enough for hundreds of walks at a time, large enough that a statement costs little beside its rows. */
const STEP_ITEMS = 1000;
const STEP_BYTES = 1024 * 1024;

/**
 * Walks a list from a cursor to its end, or to `limit` items in all, a page at a time: the next one is read when it is asked
 * for, and no connection is held meanwhile.
 */
export async function* followPages(
  read: ReadPage,
  { limit = Infinity, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): AsyncGenerator<Page, void, undefined> {
  let left = limit;
  let next = cursor;
  do {
    const page = await read({ limit: Math.min(left, STEP_ITEMS), cursor: next, maxBytes: STEP_BYTES });
    yield page;
    left -= page.items.length;
    next = page.nextCursor ?? undefined;
  } while (next !== undefined && left > 0);
}
