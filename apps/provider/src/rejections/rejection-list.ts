import { listRejections, type Database } from "@binnacle/store";
import { BY_FIRST_RECEIVED } from "../paging/key-order.js";
import { readPage, type Page, type PageRequest } from "../paging/read-page.js";

/** A rejected record's text may have 256 KiB, so it counts as a value. */
export function readRejections(database: Database, request: PageRequest): Promise<Page> {
  return readPage(
    {
      query: ["rejections"],
      order: BY_FIRST_RECEIVED,
      read: (after, limit) => listRejections(database, { after, limit }),
      print: (rows) => rows.map((row) => JSON.stringify(row)),
      values: "read",
    },
    request,
  );
}
