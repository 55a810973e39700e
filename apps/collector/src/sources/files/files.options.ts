import "reflect-metadata";
import { ArrayNotEmpty, IsArray, IsIn, IsOptional, IsString, Length, ValidateBy } from "class-validator";
import { ItemsOptions } from "../../mapping/items.options.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsText } from "../../options/is-text.js";
import type { FileFormat } from "./read-items.js";

/** What the `files` source can be told: where it hears of objects, how they are read, and what records to make of an item. */
export class FilesOptions extends ItemsOptions {
  /** The SQS queue to which the bucket's events go. */
  @IsHttpUrl()
  queueUrl!: string;

  /** The buckets whose objects are read; events of others are left in the queue, for its redrive policy. */
  @IsArray()
  @ArrayNotEmpty()
  @IsText({ each: true })
  buckets!: string[];

  /** Which objects, by key; `*` stands for any characters. Others are passed over. */
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  keys: string[] = ["*"];

  /** How objects are written; default: by the key (`.json`, `.ndjson`, `.jsonl`, `.csv`, `.tsv`, each also with `.gz`), else lines. */
  @IsOptional()
  @IsIn(["json", "ndjson", "csv", "lines"])
  format?: FileFormat;

  /** Between the fields of CSV; default: a comma, a tab for `.tsv`. */
  @IsOptional()
  @Length(1, 4)
  delimiter?: string;

  /** Regular expression for lines; its named groups are the fields of an item. */
  @IsOptional()
  @IsPattern()
  pattern?: string;

  /** The largest object that is read, in MiB, inflated. */
  @IsIntBetween(1, 4_096)
  maxMegabytes = 256;

  /** Expression on the document, line or row that gives its items; default: the elements of a list, else the document itself. */
  override items?: string;
}

function IsPattern(): PropertyDecorator {
  return ValidateBy({
    name: "isPattern",
    constraints: [{ schema: { type: "string", minLength: 1 } }],
    validator: {
      validate: (value: unknown) => typeof value === "string" && /\(\?<\w+>/.test(value) && compiles(value),
      defaultMessage: () => "$property must be a regular expression with named groups, such as ^(?<host>\\S+)",
    },
  });
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
