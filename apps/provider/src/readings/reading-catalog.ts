import { NotFoundError } from "@binnacle/errors";
import {
  listSeries,
  listSeriesTypes,
  listSnapshots,
  readReading,
  type CatalogReading,
  type Database,
  type ListSeriesInput,
  type SeriesKey,
} from "@binnacle/store";
import { BY_TIME, BY_TYPE } from "../paging/key-order.js";
import { readPage, type Page, type PagedList, type PageRequest } from "../paging/read-page.js";
import type { ResourceLookup } from "../resources/resource-lookup.js";
import { readingJson } from "./reading-json.js";

export type SeriesRange = Pick<ListSeriesInput, "from" | "to" | "order">;

/** The Readings of one Resource. All raise a NotFoundError if it is absent. */
export class ReadingCatalog {
  constructor(
    private readonly database: Database,
    private readonly lookup: ResourceLookup,
    /** Reading types whose series hold every accepted snapshot: mostly the same value again. */
    private readonly foldedTypes: ReadonlySet<string> = new Set(),
  ) {}

  snapshots(resourceId: string, request: PageRequest): Promise<Page & { seriesTypes: string[] }> {
    return this.lookup.ofPresent(resourceId, async () => {
      const [page, seriesTypes] = await Promise.all([
        readPage(
          {
            query: ["snapshots", resourceId],
            order: BY_TYPE,
            read: (after, limit) => listSnapshots(this.database, { resourceId, after: after?.type, limit }),
            print: (rows) => rows.map(readingJson),
            values: "read",
          },
          request,
        ),
        listSeriesTypes(this.database, resourceId),
      ]);
      return { ...page, seriesTypes };
    });
  }

  /**
   * The snapshot, else the newest of the series, as JSON text.
   * @throws NotFoundError also if there is neither
   */
  async newest(resourceId: string, type: string): Promise<string> {
    const reading = await readReading(this.database, { resourceId, type });
    if (reading) return readingJson(reading);
    await this.lookup.requirePresent(resourceId);
    throw new NotFoundError(`There is no ${type} of Resource ${resourceId}`);
  }

  series(resourceId: string, type: string, range: SeriesRange, request: PageRequest): Promise<Page> {
    const isFolded = this.foldedTypes.has(type);
    const list: PagedList<SeriesKey, CatalogReading> = {
      query: ["series", resourceId, type, range.from, range.to, range.order, isFolded],
      order: BY_TIME,
      read: (after, limit) => listSeries(this.database, { resourceId, type, ...range, isFolded, after, limit }),
      print: (rows) => rows.map(readingJson),
      values: "read",
    };
    return this.lookup.ofPresent(resourceId, () => readPage(list, request));
  }
}
