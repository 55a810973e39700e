import type { ReadPage } from "../../paging/follow-pages.js";
import type { Page } from "../../paging/read-page.js";
import type { PageParameters } from "../parameters/page-parameters.js";

/** What a handler returns for a list; the request's `Accept` decides whether one page of it or the whole is answered. */
export class Listing {
  /**
   * @param read what a page has besides items and cursor is told with it
   * @param additions told with a page in JSON only
   */
  constructor(
    readonly query: PageParameters,
    readonly read: ReadPage,
    private readonly additions?: () => Promise<object>,
  ) {}

  /** The page that was asked for, as JSON text. */
  async page(): Promise<string> {
    const { limit, cursor } = this.query;
    const page = await this.read({ limit, cursor });
    return pageText(page, await this.additions?.());
  }
}

function pageText({ items, ...rest }: Page, additions: object = {}): string {
  const members = JSON.stringify({ ...rest, ...additions });
  return `{"items":[${items.join(",")}],${members.slice(1)}`;
}
