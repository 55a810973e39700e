import "reflect-metadata";
import { Type } from "class-transformer";
import { ArrayNotEmpty, IsArray, ValidateNested } from "class-validator";
import { RecordTemplate } from "./record-template.options.js";

/** What every source can be told that makes records of items by templates. */
export class RecordsOptions {
  /** What to make of every item. */
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => RecordTemplate)
  records!: RecordTemplate[];
}
