import "reflect-metadata";
import { IsOptional } from "class-validator";
import { IsExpression } from "./expression.js";
import { RecordsOptions } from "./records.options.js";

/** What the sources can be told besides whose documents hold items. */
export class ItemsOptions extends RecordsOptions {
  /** Expression on a document that gives its items; default: the elements of a list, else the document itself. */
  @IsOptional()
  @IsExpression()
  items?: string;
}
