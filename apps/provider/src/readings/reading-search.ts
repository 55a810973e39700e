import {
  findPredicateFault,
  listReadings,
  placeRefusal,
  type Database,
  type ReadingField,
  type ReadingFilter,
  type TimeLimit,
} from "@binnacle/store";
import { BY_RESOURCE_AND_TYPE, BY_SORT_VALUE } from "../paging/key-order.js";
import { readPage, type Page, type PageRequest } from "../paging/read-page.js";
import { InvalidParameterError } from "../request-errors.js";
import type { QuerySlots } from "./query-slots.js";
import { readingJson } from "./reading-json.js";

/** SQLSTATEs that blame what was asked for: data (22), syntax, what is not supported, what is too complex (54). */
const REFUSED = /^(?:22...|42601|0A000|54...)$/;

export interface SearchRequest {
  filter: ReadingFilter;
  sort?: ReadingField | undefined;
  /** On whose behalf. */
  principal: string;
  /** Waits where too many are running, instead of failing: the answer has begun. */
  waits?: boolean;
}

/** Finds snapshots across Resources. */
export class ReadingSearch {
  constructor(
    private readonly database: Database,
    private readonly timeLimit: TimeLimit,
    private readonly slots: QuerySlots,
  ) {}

  /**
   * @throws InvalidParameterError if `where` is no predicate, with its position
   * @throws QueryTimeoutError if `where` takes too long
   * @throws RateLimitedError if too many with `where` are running on the same behalf
   */
  async find({ filter, sort, principal, waits }: SearchRequest, request: PageRequest): Promise<Page> {
    const { where } = filter;
    const read = (database: Database): Promise<Page> =>
      readPage(
        {
          query: ["readings", filter, sort],
          order: sort ? BY_SORT_VALUE : BY_RESOURCE_AND_TYPE,
          read: (after, limit) => listReadings(database, { filter, sort, after, limit }),
          print: (rows) => rows.map(readingJson),
          values: "read",
        },
        request,
      );
    if (where === undefined) return read(this.database);
    const fault = findPredicateFault(where);
    if (fault) throw invalidWhere(fault.detail, fault.position);
    const search = (): Promise<Page> =>
      this.timeLimit.run(read).catch((error: unknown) => {
        const { code, message } = error as { code?: unknown; message: string };
        if (typeof code !== "string" || !REFUSED.test(code)) throw error;
        throw invalidWhere(`is refused: ${message}`, placeRefusal(where));
      });
    return this.slots.take(principal, search, { waits });
  }
}

function invalidWhere(detail: string, position: number): InvalidParameterError {
  return new InvalidParameterError([{ path: "where", detail, position }]);
}
