import { NotFoundError } from "@binnacle/errors";
import {
  listSeries,
  listSeriesTypes,
  listSnapshots,
  readReading,
  type Database,
  type ListSeriesInput,
} from "@binnacle/store";
import { BY_TIME, BY_TYPE } from "../paging/key-order.js";
import { readPage, type Page, type PageRequest } from "../paging/read-page.js";
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

  async snapshots(resourceId: string, request: PageRequest): Promise<Page & { seriesTypes: string[] }> {
    await this.lookup.requirePresent(resourceId);
    const page = await readPage(
      {
        query: ["snapshots", resourceId],
        order: BY_TYPE,
        read: (after, limit) => listSnapshots(this.database, { resourceId, after: after?.type, limit }),
        print: (rows) => rows.map(readingJson),
        values: "read",
      },
      request,
    );
    return { ...page, seriesTypes: await listSeriesTypes(this.database, resourceId) };
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

  async series(resourceId: string, type: string, range: SeriesRange, request: PageRequest): Promise<Page> {
    await this.lookup.requirePresent(resourceId);
    const isFolded = this.foldedTypes.has(type);
    return readPage(
      {
        query: ["series", resourceId, type, range.from, range.to, range.order, isFolded],
        order: BY_TIME,
        read: (after, limit) => listSeries(this.database, { resourceId, type, ...range, isFolded, after, limit }),
        print: (rows) => rows.map(readingJson),
        values: "read",
      },
      request,
    );
  }
}
