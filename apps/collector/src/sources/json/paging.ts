import { SourceError } from "@binnacle/collector";
import { Expression } from "../../mapping/expression.js";
import type { Page } from "./json.client.js";
import type { JsonPaging } from "./json.options.js";

/** What was read of a page. */
export interface PageContent {
  document: unknown;
  itemCount: number;
}

/** The URLs of the pages of one list. */
export class Paging {
  private readonly expression: Expression | undefined;

  constructor(private readonly options: JsonPaging | undefined) {
    this.expression = options?.next === undefined ? undefined : new Expression(options.next);
  }

  /** The URL of the first page of a list. */
  first(url: string): string {
    return this.counts ? withParameter(url, this.options!.parameter!, String(this.options!.first)) : url;
  }

  /**
   * Where the page after this one is; `undefined` after the last one.
   * @param pages how many there were, this one included
   * @throws SourceError if there are too many; ExpressionError if the expression cannot be evaluated
   */
  async next(start: string, page: Page, pages: number, content: PageContent): Promise<string | undefined> {
    const next = await this.find(start, page, pages, content);
    if (next !== undefined && pages >= (this.options?.maxPages ?? DEFAULT_MAX_PAGES)) {
      throw pagingError(page, `there is another page after ${pages} of them; raise paging.maxPages if that is right`);
    }
    return next;
  }

  private get counts(): boolean {
    return this.options?.parameter !== undefined && this.expression === undefined;
  }

  private async find(start: string, page: Page, pages: number, content: PageContent): Promise<string | undefined> {
    const parameter = this.options?.parameter;
    if (this.expression === undefined) {
      if (parameter === undefined) return page.next === undefined ? undefined : resolve(page.next, page);
      return content.itemCount === 0 ? undefined : withParameter(start, parameter, String(this.options!.first + pages));
    }
    const found = await this.expression.evaluate(content.document);
    if (found === undefined || found === null || found === "" || found === false) return undefined;
    if (typeof found !== "string" && typeof found !== "number") {
      throw pagingError(page, `paging.next gives ${JSON.stringify(found)}, which is no URL and no parameter`);
    }
    return parameter === undefined ? resolve(String(found), page) : withParameter(start, parameter, String(found));
  }
}

const DEFAULT_MAX_PAGES = 1_000;

/** A list does not end, or does not go on where it says. */
export function pagingError({ url }: Pick<Page, "url">, detail: string): SourceError {
  return new SourceError(`${url.origin}${url.pathname}: ${detail}`, { fault: "pagination", retryable: false });
}

function resolve(target: string, page: Page): string {
  const url = URL.parse(target, page.url.href);
  if (url === null || !/^https?:$/.test(url.protocol)) throw pagingError(page, `the next page is at no URL: ${target}`);
  return url.href;
}

function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
}
