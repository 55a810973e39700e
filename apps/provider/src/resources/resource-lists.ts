import {
  countResources,
  listAncestors,
  listDescendants,
  listReferences,
  listReferrers,
  listResources,
  type Database,
  type ReferencedResource,
  type ResourceFilter,
  type TypeNameKey,
} from "@binnacle/store";
import { BREADTH_FIRST, BY_DEPTH, BY_TYPE_AND_NAME } from "../paging/key-order.js";
import { readPage, type Page, type PagedList, type PageRequest } from "../paging/read-page.js";
import { readEmbedded, type ReadingSelection } from "./embedded-readings.js";
import { resourceJson, type ResourceExtras } from "./resource-json.js";
import type { ResourceLookup } from "./resource-lookup.js";

const MAX_COUNTED = 10_000;

/** The furthest that one may go down; what is below is left out, and said to be. */
export const MAX_DEPTH = 32;

export interface ReferenceRequest extends PageRequest {
  readingType?: string | undefined;
  readings?: ReadingSelection;
}

/** The lists of Resources. Those that start from a Resource raise a NotFoundError if it is absent. */
export class ResourceLists {
  constructor(
    private readonly database: Database,
    private readonly lookup: ResourceLookup,
  ) {}

  find(filter: ResourceFilter, request: PageRequest & { readings?: ReadingSelection }): Promise<Page> {
    const { database } = this;
    return readPage(
      this.listed({
        query: ["resources", filter],
        order: BY_TYPE_AND_NAME,
        read: (after, limit) => listResources(database, { filter, after, limit }),
        readings: request.readings,
      }),
      request,
    );
  }

  /** Exact to 10,000, beyond that `"10000+"`. */
  async count(filter: ResourceFilter): Promise<number | string> {
    const count = await countResources(this.database, filter, MAX_COUNTED + 1);
    return count > MAX_COUNTED ? `${MAX_COUNTED}+` : count;
  }

  children(id: string, request: PageRequest): Promise<Page> {
    return this.lookup.ofPresent(id, () => this.find({ parentId: id }, request));
  }

  async ancestors(id: string, request: PageRequest): Promise<Page> {
    let isPartial = false;
    const list = this.listed({
      query: ["ancestors", id],
      order: BY_DEPTH,
      read: async (after, limit) => {
        const { rows, isCut } = await listAncestors(this.database, { resourceId: id, after: after?.depth, limit });
        isPartial ||= isCut;
        return rows;
      },
    });
    const page = await this.lookup.ofPresent(id, () => readPage(list, request));
    return markPartial(page, isPartial);
  }

  async descendants(id: string, maxDepth: number, request: PageRequest): Promise<Page> {
    let isPartial = false;
    const list = this.listed({
      query: ["descendants", id, maxDepth],
      order: BREADTH_FIRST,
      read: async (after, limit) => {
        const found = await listDescendants(this.database, { resourceId: id, maxDepth, after, limit });
        isPartial ||= found.isCut || (found.hasDeeper && maxDepth === MAX_DEPTH);
        return found.rows;
      },
    });
    const page = await this.lookup.ofPresent(id, () => readPage(list, request));
    return markPartial(page, isPartial);
  }

  references(id: string, request: ReferenceRequest): Promise<Page> {
    return this.related("references", listReferences, id, request);
  }

  referrers(id: string, request: ReferenceRequest): Promise<Page> {
    return this.related("referrers", listReferrers, id, request);
  }

  private related(
    name: string,
    list: typeof listReferences,
    id: string,
    { readingType, readings, ...request }: ReferenceRequest,
  ): Promise<Page> {
    const listed = this.listed<TypeNameKey, ReferencedResource>({
      query: [name, id, readingType],
      order: BY_TYPE_AND_NAME,
      read: (after, limit) => list(this.database, { resourceId: id, readingType, after, limit }),
      readings,
    });
    return this.lookup.ofPresent(id, () => readPage(listed, request));
  }

  private listed<Key, Row extends Key & Parameters<typeof resourceJson>[0] & ResourceExtras>(
    list: Pick<PagedList<Key, Row>, "query" | "order" | "read"> & { readings?: ReadingSelection },
  ): PagedList<Key, Row> {
    const { readings, ...rest } = list;
    return {
      ...rest,
      ...(readings !== undefined && { values: "printed" }),
      print: async (rows) => {
        const embedded = await readEmbedded(this.database, rows, readings);
        return rows.map((row, index) => resourceJson(row, embedded[index]));
      },
    };
  }
}

function markPartial(page: Page, isPartial: boolean): Page {
  return isPartial ? { ...page, isPartial } : page;
}
