import "reflect-metadata";
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, Length, Matches } from "class-validator";
import { RecordsOptions } from "../../mapping/records.options.js";
import { IsDuration } from "../../options/is-duration.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { type FieldSelector, IsFieldSelectors } from "./field-selectors.js";
import { IsSelector } from "./selector.js";

/** What the `web` source can be told: which pages, where the items are in them, and what records to make of an item. */
export class WebOptions extends RecordsOptions {
  /** The pages to read. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsHttpUrl({ each: true })
  pages!: string[];

  /** Selector of the link to the next page of a list; it is followed on the same host. */
  @IsOptional()
  @IsSelector()
  next?: string;

  /** Pages that are read at most from each of `pages` on, by `next`. */
  @IsIntBetween(1, 1_000)
  maxPages = 50;

  /** Selector of the items; default: the page is the item. */
  @IsOptional()
  @IsSelector()
  item?: string;

  /** The fields of an item, by name: a selector of the text, or `select`, `attribute`, `all`, `pattern`. */
  @IsFieldSelectors()
  fields!: Record<string, FieldSelector>;

  /** How those who run the host can reach you, an address of mail or of a page; it is part of the user agent. */
  @Length(3, 200)
  @Matches(/^[\x21-\x7e]+$/, { message: "$property must be an address without blanks, such as platform@acme.example" })
  contact!: string;

  /** The least time between two requests to a host; its robots.txt may ask for more. */
  @IsDuration()
  delay = "2s";

  /** How long an answer may take. */
  @IsDuration()
  timeout = "30s";

  /** The largest page that is read, in MiB. */
  @IsIntBetween(1, 64)
  maxMegabytes = 8;
}
