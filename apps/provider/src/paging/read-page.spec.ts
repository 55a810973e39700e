import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { InvalidParameterError } from "../request-errors.js";
import { BY_TYPE } from "./key-order.js";
import { MAX_PAGE_BYTES, readPage, type PagedList } from "./read-page.js";

const MIB = 1024 * 1024;

interface Row {
  type: string;
  bytes: number;
}

/** A list of rows in memory, that keeps count of the most rows handed over at once. */
function listOf(
  rows: readonly Row[],
  values?: "read" | "printed",
): PagedList<{ type: string }, Row> & { mostAtOnce: number; mostPrinted: number; reads: number } {
  const list = {
    mostAtOnce: 0,
    mostPrinted: 0,
    reads: 0,
    query: ["test", values],
    order: BY_TYPE,
    ...(values && { values }),
    read: async (after: { type: string } | undefined, count: number) => {
      const found = rows.filter(({ type }) => !after || type > after.type).slice(0, count);
      list.reads++;
      list.mostAtOnce = Math.max(list.mostAtOnce, found.length);
      return found;
    },
    print: (found: Row[]) => {
      list.mostPrinted = Math.max(list.mostPrinted, found.length);
      return found.map(({ bytes }) => "x".repeat(bytes));
    },
  };
  return list;
}

const rowsOf = (sizes: number[]): Row[] =>
  sizes.map((bytes, index) => ({ type: String(index).padStart(4, "0"), bytes }));

describe(readPage.name, () => {
  it("gives by cursor every item once, whatever the limit, and at the end no cursor", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 210 }),
        fc.constantFrom(undefined, "read" as const, "printed" as const),
        async (bytes, limit, values) => {
          const list = listOf(rowsOf(bytes), values);
          const seen: number[] = [];
          let cursor: string | undefined;
          let pages = 0;
          do {
            const page = await readPage(list, { limit, cursor });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items.map((item) => item.length));
            cursor = page.nextCursor ?? undefined;
            pages++;
          } while (cursor !== undefined);
          expect(seen).toEqual(bytes);
          expect(pages).toBe(Math.max(1, Math.ceil(bytes.length / limit)));
        },
      ),
    );
  });

  it("ends a page before it holds more than 16 MiB, without reading all the rest", async () => {
    const list = listOf(rowsOf(Array.from({ length: 300 }, () => 3 * MIB)), "read");
    const page = await readPage(list, { limit: 1000 });
    expect(page.items).toHaveLength(5);
    expect(list.mostAtOnce).toBeLessThanOrEqual(16);
    const next = await readPage(list, { limit: 1000, cursor: page.nextCursor! });
    expect(next.items).toHaveLength(5);
  });

  it("reads rows once whose values are read apart, and those no more at a time than others", async () => {
    const list = listOf(rowsOf(Array.from({ length: 300 }, () => 3 * MIB)), "printed");
    const page = await readPage(list, { limit: 200 });
    expect(page.items).toHaveLength(5);
    expect([list.reads, list.mostAtOnce]).toEqual([1, 201]);
    expect(list.mostPrinted).toBeLessThanOrEqual(16);
  });

  it("gives an item alone that is larger than a page", async () => {
    const list = listOf(rowsOf([MAX_PAGE_BYTES + 1, 1]), "read");
    const page = await readPage(list, { limit: 10 });
    expect(page.items.map((item) => item.length)).toEqual([MAX_PAGE_BYTES + 1]);
    expect((await readPage(list, { limit: 10, cursor: page.nextCursor! })).items).toEqual(["x"]);
  });

  it("refuses every cursor that is not its own", async () => {
    const list = listOf(rowsOf([1, 1, 1]), "read");
    const { nextCursor } = await readPage(listOf(rowsOf([1, 1, 1])), { limit: 1 });
    const own = (await readPage(list, { limit: 1 })).nextCursor!;
    const decoded = JSON.parse(Buffer.from(own, "base64url").toString()) as unknown[];
    const encode = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const forged = [
      nextCursor!,
      "x",
      "%%%",
      encode(null),
      encode({}),
      encode([]),
      encode([2, ...decoded.slice(1)]),
      encode(decoded.slice(0, 2)),
      encode([...decoded.slice(0, 2), 7]),
      encode([...decoded.slice(0, 2), "\0"]),
      encode([...decoded.slice(0, 2), { toString: 1 }]),
    ];
    for (const cursor of forged) {
      await expect(readPage(list, { limit: 1, cursor })).rejects.toThrow(InvalidParameterError);
    }
    expect((await readPage(list, { limit: 1, cursor: encode(decoded) })).items).toHaveLength(1);
  });
});
