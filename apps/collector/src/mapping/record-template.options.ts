import "reflect-metadata";
import { STORAGE_MODES, type StorageMode } from "@binnacle/contract";
import { Type } from "class-transformer";
import { IsArray, IsBoolean, IsIn, IsOptional, Matches, ValidateNested } from "class-validator";
import { IsExpression } from "./expression.js";
import { IsValueTemplate, type ValueTemplateText } from "./value-template.js";

const TYPE = /^[A-Za-z][A-Za-z0-9._:-]{0,127}$/;
const TYPE_MESSAGE =
  "$property must be a type as it is (a letter, then letters, digits or any of . _ : -), no expression";
const LEASE = /^P(?=.)(\d+W|(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?)$/;
const LEASE_MESSAGE = "$property must be a duration such as PT15M or P7D";

/** The Resource that the one of the template belongs to. */
export class ParentTemplate {
  /** Its type, as it is. */
  @Matches(TYPE, { message: TYPE_MESSAGE })
  type!: string;

  /** Expression of its name; where it gives nothing, nothing is said of a parent. */
  @IsExpression()
  name!: string;
}

/** A Reading to take of every item. */
export class ReadingTemplate {
  /** Its type, as it is: `FlagState`. */
  @Matches(TYPE, { message: TYPE_MESSAGE })
  type!: string;

  /**
   * The value: an expression, or a mapping of keys to expressions, as deep as needed. Keys whose expressions give nothing are left out;
   * where there is nothing at all, there is no Reading.
   */
  @IsValueTemplate()
  value!: ValueTemplateText;

  /** Expression that gives several parts of an item, with a Reading of each; `$item` is the whole item then. */
  @IsOptional()
  @IsExpression()
  forEach?: string;

  /** Expression that must give `true` for there to be a Reading. */
  @IsOptional()
  @IsExpression()
  when?: string;

  /** Expression of the time at which it was so, in RFC 3339; default: when it was collected. A series needs the source's own. */
  @IsOptional()
  @IsExpression()
  collectedOn?: string;

  /** `SNAPSHOT` keeps the newest value, `TIME_SERIES` every one. */
  @IsIn(STORAGE_MODES)
  storageMode: StorageMode = "SNAPSHOT";
}

/** The records to make of every item: a Resource, and Readings of it. */
export class RecordTemplate {
  /** The type of the Resource, as it is: `FeatureFlag`. */
  @Matches(TYPE, { message: TYPE_MESSAGE })
  type!: string;

  /** Expression of the name of the Resource; a number will do. */
  @IsExpression()
  name!: string;

  /** Expression that gives several parts of an item, each of which has records of its own; `$item` is the whole item then. */
  @IsOptional()
  @IsExpression()
  forEach?: string;

  /** Expression that must give `true` for there to be records. */
  @IsOptional()
  @IsExpression()
  when?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ParentTemplate)
  parent?: ParentTemplate;

  /** Expression of the time at which the Resource was seen, in RFC 3339; default: when it was collected. */
  @IsOptional()
  @IsExpression()
  observedOn?: string;

  /** Expression of the time at which the Resource was removed; where it gives one, the only record is that of its removal. */
  @IsOptional()
  @IsExpression()
  removedOn?: string;

  /** How long the Resource lives unless it is seen again, such as `PT1H`. */
  @IsOptional()
  @Matches(LEASE, { message: LEASE_MESSAGE })
  expiresAfter?: string;

  /** Do not state that the Resource exists: it belongs to another source, and only Readings of it are published. */
  @IsBoolean()
  readingsOnly: boolean = false;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ReadingTemplate)
  readings: ReadingTemplate[] = [];
}
