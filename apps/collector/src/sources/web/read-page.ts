import { type CheerioAPI, loadBuffer } from "cheerio";
import type { DetailedFieldSelector, FieldSelector } from "./field-selectors.js";

export interface PageSelectors {
  item: string | undefined;
  fields: Readonly<Record<string, FieldSelector>>;
  next: string | undefined;
}

export interface Page {
  title: string | undefined;
  items: Record<string, string | string[]>[];
  /** Where the next page is. */
  next: string | undefined;
}

/** Attributes that hold addresses, which mean nothing without the page's own. */
const ADDRESSES: ReadonlySet<string> = new Set(["action", "cite", "href", "poster", "src"]);

type Selection = ReturnType<CheerioAPI>;

/** What the selectors find in a page. Its encoding is what the header, a byte order mark or the page itself says. */
export function readPage(bytes: Uint8Array, contentType: string | null, url: URL, selectors: PageSelectors): Page {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType ?? "")?.[1];
  const $ = loadBuffer(Buffer.from(bytes), {
    encoding: { ...(charset !== undefined && { transportLayerEncodingLabel: charset }), defaultEncoding: "utf-8" },
  });
  const base = URL.parse($("base[href]").first().attr("href") ?? "", url.href) ?? url;
  const elements =
    selectors.item === undefined
      ? [$.root()]
      : $(selectors.item)
          .toArray()
          .map((element) => $(element));
  const next = selectors.next === undefined ? undefined : $(selectors.next).first().attr("href");
  return {
    title: textOf($("title").first().text()),
    items: elements.map((element) => itemOf($, element as Selection, selectors.fields, base)),
    next: next === undefined ? undefined : URL.parse(next, base.href)?.href,
  };
}

/** Fields that are not there are left out. */
function itemOf($: CheerioAPI, element: Selection, fields: PageSelectors["fields"], base: URL): Page["items"][number] {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, given]): (readonly [string, string | string[]])[] => {
      const field = typeof given === "string" ? { select: given } : given;
      const found = field.select === undefined ? element : element.find(field.select);
      const values = found.toArray().flatMap((each) => valueOf($(each) as Selection, field, base) ?? []);
      if (field.all === true) return [[name, values] as const];
      return values[0] === undefined ? [] : [[name, values[0]] as const];
    }),
  );
}

function valueOf(found: Selection, { attribute, pattern }: DetailedFieldSelector, base: URL): string | undefined {
  const raw = attribute === undefined ? found.text() : found.attr(attribute.toLowerCase());
  const isAddress = attribute !== undefined && ADDRESSES.has(attribute.toLowerCase());
  const text = textOf(isAddress && raw !== undefined ? (URL.parse(raw, base.href)?.href ?? raw) : raw);
  if (text === undefined || pattern === undefined) return text;
  const match = new RegExp(pattern, "u").exec(text);
  return match === null ? undefined : textOf(match[1] ?? match[0]);
}

/** As a browser shows it: white space of any length is a blank. */
function textOf(text: string | undefined): string | undefined {
  const shown = text?.replaceAll(/\s+/g, " ").trim();
  return shown === undefined || shown === "" ? undefined : shown.replaceAll("\0", "");
}
