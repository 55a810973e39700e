import { decodeCursor, encodeCursor } from "./cursor.js";
import type { KeyOrder } from "./key-order.js";

/** A page ends early when its items reach this many bytes of JSON. */
export const MAX_PAGE_BYTES = 16 * 1024 * 1024;

/** How many items with values are read at a time: their size is not known before, and a value may have 8 MiB. */
const FIRST_CHUNK = 16;
const LARGEST_CHUNK = 64;

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
  /** Ends the page early when its items reach this many bytes of JSON, `MAX_PAGE_BYTES` by default. */
  maxBytes?: number;
}

export interface Page {
  /** JSON texts. */
  items: string[];
  nextCursor: string | null;
  /** The list is cut: there is more than it tells. */
  isPartial?: true;
}

/** A sorted list that can be read from any key on. */
export interface PagedList<Key, Row extends Key> {
  /** What tells this list from others: a cursor is good for the same one only. */
  query: unknown;
  order: KeyOrder<Key>;
  /** Up to `count` rows after a key, in order. */
  read(after: Key | undefined, count: number): Promise<Row[]>;
  /** The rows' items as JSON texts, in the same order. */
  print(rows: Row[]): string[] | Promise<string[]>;
  /** Where values of unknown size come from: they are read with the rows, or when rows are printed. By default there are none. */
  values?: "read" | "printed";
}

/**
 * Reads a page: at least one item if there is any, at most `limit`, and no more once it is full by bytes.
 * @throws InvalidParameterError if the cursor is of another list
 */
export async function readPage<Key, Row extends Key>(list: PagedList<Key, Row>, request: PageRequest): Promise<Page> {
  const { query, order, values } = list;
  const { limit, cursor, maxBytes = MAX_PAGE_BYTES } = request;
  const items: string[] = [];
  let after = cursor === undefined ? undefined : decodeCursor(query, order, cursor);
  // Rows without values are read all at once: a list may cost the same for one row as for a thousand.
  const ahead = values === "printed" ? await list.read(after, limit + 1) : undefined;
  let chunk = values === undefined ? Infinity : FIRST_CHUNK;
  let pageBytes = 0;
  let largest = 1;

  for (;;) {
    // One more than asked for tells whether there is a next page.
    const wanted = Math.min(chunk, limit - items.length + 1);
    const rows = ahead?.splice(0, wanted) ?? (await list.read(after, wanted));
    const texts = await list.print(rows.slice(0, limit - items.length));
    for (const [index, row] of rows.entries()) {
      const text = texts[index];
      const bytes = text === undefined ? 0 : Buffer.byteLength(text);
      const isFull = text === undefined || (items.length > 0 && pageBytes + bytes > maxBytes);
      if (isFull) return { items, nextCursor: encodeCursor(query, order, after as Key) };
      items.push(text);
      pageBytes += bytes;
      largest = Math.max(largest, bytes);
      after = row;
    }
    if (rows.length < wanted) return { items, nextCursor: null };
    chunk = Math.min(LARGEST_CHUNK, Math.floor((maxBytes - pageBytes) / largest) + 1);
  }
}
