import { listSources, type CatalogSource, type Database } from "@binnacle/store";
import { BY_NAME } from "../paging/key-order.js";
import { readPage, type Page, type PageRequest } from "../paging/read-page.js";

/** Who publishes, by name. */
export function readSources(database: Database, request: PageRequest): Promise<Page> {
  return readPage(
    {
      query: ["sources"],
      order: BY_NAME,
      read: (after, limit) => listSources(database, { after: after?.name, limit }),
      print: (rows) => rows.map(sourceJson),
      values: "read",
    },
    request,
  );
}

/** The run's value is spliced in as the database printed it, so that no digit is lost. */
function sourceJson({ lastRun, ...source }: CatalogSource): string {
  return `${JSON.stringify(source).slice(0, -1)},"lastRun":${lastRun}}`;
}
