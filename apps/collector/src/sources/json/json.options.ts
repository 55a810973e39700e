import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { Type } from "class-transformer";
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Min,
  ValidateNested,
} from "class-validator";
import { IsExpression } from "../../mapping/expression.js";
import { ItemsOptions } from "../../mapping/items.options.js";
import { IsDuration } from "../../options/is-duration.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsVariableName } from "../../options/is-variable-name.js";
import { IsTextMapping } from "../../options/is-text-mapping.js";

/** How the pages of a list are found; without it the header `Link` says where the next one is (rel="next", RFC 8288). */
export class JsonPaging {
  /** Expression on a page that gives the URL of the next one, absolute or relative; or, with `parameter`, the value of that parameter. */
  @IsOptional()
  @IsExpression()
  next?: string;

  /** Parameter of the URL that says which page is asked for. Without `next` pages are counted until one has no items. */
  @IsOptional()
  @IsString()
  parameter?: string;

  /** Number of the first page, where pages are counted. */
  @IsInt()
  @Min(0)
  first = 1;

  /** More pages than this are a fault: most likely the last one is not recognised. */
  @IsIntBetween(1, 100_000)
  maxPages = 1_000;
}

/** What the `json` source can be told: where documents are, which items are in them, and what records to make of an item. */
export class JsonOptions extends ItemsOptions {
  /** What is asked. */
  @IsOptional()
  @IsHttpUrl()
  url?: string;

  /** Several, asked one after the other, all in the same way. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsHttpUrl({ each: true })
  urls?: string[];

  /** Files to read, by path or glob pattern, relative to the working directory. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  files?: string[];

  /** How documents are written; default: by the file's name (`.yaml`, `.yml`, `.ndjson`, `.jsonl`), else JSON. */
  @IsOptional()
  @IsIn(["json", "yaml", "ndjson"])
  format?: "json" | "yaml" | "ndjson";

  @IsIn(["GET", "POST"])
  method: "GET" | "POST" = "GET";

  /** Headers to send. Secrets belong into `tokenFrom` and `headersFrom`. */
  @IsTextMapping()
  headers: Record<string, string> = {};

  /** Headers whose values are in environment variables: `X-Api-Key: FLAGS_KEY`. */
  @IsTextMapping()
  headersFrom: Record<string, string> = {};

  /** The environment variable that holds a token, which is sent as `Authorization: Bearer …`. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  /** What a POST sends, as JSON. */
  @IsOptional()
  @IsObject()
  body?: object;

  @IsOptional()
  @ValidateNested()
  @Type(() => JsonPaging)
  paging?: JsonPaging;

  /** How long one answer may take. */
  @IsDuration()
  timeout = "30s";

  /** The largest answer or file that is read, in MiB. */
  @IsIntBetween(1, 256)
  maxMegabytes = 32;

  /** Requests a second; default: as fast as the source answers. */
  @IsOptional()
  @IsNumber()
  @Min(0.01)
  requestsPerSecond?: number;

  /**
   * Types of which a complete run names every Resource that there is: those of this source that it names no longer are removed.
   * A run that failed, warned or found nothing removes nothing.
   */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  owns?: string[];
}

/**
 * What no decorator can say, since it concerns several options.
 * @throws ConfigurationError with a line for every fault
 */
export function checkJsonOptions(options: JsonOptions): void {
  const { url, urls, files, method, body, owns = [], records } = options;
  const faults: string[] = [];
  if (url === undefined && urls === undefined && files === undefined) {
    faults.push("one of url, urls and files must say where the documents are");
  }
  if (body !== undefined && method !== "POST") faults.push("body is sent by a POST only: say method: POST");
  const stated = new Set(records.filter(({ readingsOnly }) => !readingsOnly).map(({ type }) => type));
  for (const type of owns) {
    if (!stated.has(type)) faults.push(`owns names ${type}, but no template of records states Resources of that type`);
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
}
