import "reflect-metadata";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsInt,
  IsOptional,
  IsUrl,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { RecordTemplate } from "../../mapping/record-template.options.js";
import { type FieldSelector, IsFieldSelectors } from "./field-selectors.js";
import { IsSelector } from "./selector.js";

const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;
const DURATION_MESSAGE = "$property must be a duration such as 500ms or 30s";
const PAGE_URL = { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true };

/** What the `web` source can be told: which pages, where the items are in them, and what records to make of an item. */
export class WebOptions {
  /** The pages to read. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUrl(PAGE_URL, { each: true, message: "each of $property must be an http or https URL without credentials" })
  pages!: string[];

  /** Selector of the link to the next page of a list; it is followed on the same host. */
  @IsOptional()
  @IsSelector()
  next?: string;

  /** Pages that are read at most from each of `pages` on, by `next`. */
  @IsInt()
  @Min(1)
  @Max(1_000)
  maxPages = 50;

  /** Selector of the items; default: the page is the item. */
  @IsOptional()
  @IsSelector()
  item?: string;

  /** The fields of an item, by name: a selector of the text, or `select`, `attribute`, `all`, `pattern`. */
  @IsFieldSelectors()
  fields!: Record<string, FieldSelector>;

  /** What to make of every item. */
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => RecordTemplate)
  records!: RecordTemplate[];

  /** How those who run the host can reach you, an address of mail or of a page; it is part of the user agent. */
  @Length(3, 200)
  @Matches(/^[\x21-\x7e]+$/, { message: "$property must be an address without blanks, such as platform@acme.example" })
  contact!: string;

  /** The least time between two requests to a host; its robots.txt may ask for more. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  delay = "2s";

  /** How long an answer may take. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  timeout = "30s";

  /** The largest page that is read, in MiB. */
  @IsInt()
  @Min(1)
  @Max(64)
  maxMegabytes = 8;
}
