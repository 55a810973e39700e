import { listAudit, type Database } from "@binnacle/store";
import { BY_OCCURRENCE } from "../paging/key-order.js";
import { readPage, type Page, type PageRequest } from "../paging/read-page.js";

/** What was changed through the API, newest first. */
export function readAudit(database: Database, request: PageRequest): Promise<Page> {
  return readPage(
    {
      query: ["audit"],
      order: BY_OCCURRENCE,
      read: (after, limit) => listAudit(database, { after, limit }),
      print: (rows) => rows.map((row) => JSON.stringify(row)),
    },
    request,
  );
}
