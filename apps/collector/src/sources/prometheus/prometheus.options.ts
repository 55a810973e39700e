import "reflect-metadata";
import { IsTypeName, STORAGE_MODES, type StorageMode } from "@binnacle/contract";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from "class-validator";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsText } from "../../options/is-text.js";
import { PrometheusServerOptions } from "../../prometheus/prometheus-server.options.js";

const FIELD = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Of which Resource a series is. */
export class SeriesResource {
  @IsTypeName()
  type!: string;

  /** Its name, with labels in braces: `{service}/{environment}`. */
  @IsText()
  name!: string;
}

/** An expression, and what becomes of each series that it evaluates to. */
export class PrometheusQuery {
  /** PromQL that evaluates to an instant vector or a scalar. */
  @IsText()
  query!: string;

  @ValidateNested()
  @Type(() => SeriesResource)
  resource!: SeriesResource;

  /** Queries with the same one make one reading of each Resource, with a field each. */
  @IsTypeName()
  readingType!: string;

  @IsIn(STORAGE_MODES)
  storageMode: StorageMode = "TIME_SERIES";

  /** Where in the reading's value the number goes. */
  @Matches(FIELD, { message: "$property must be a letter or _, followed by at most 63 of A-Z a-z 0-9 _" })
  field = "value";

  /** Labels that are fields of the value too. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  labels?: string[];

  /** Digits after the point that are kept, so that noise is no change; all without. */
  @IsOptional()
  @IsIntBetween(0, 15)
  decimals?: number;
}

/** What the `prometheus` source can be told. */
export class PrometheusOptions extends PrometheusServerOptions {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PrometheusQuery)
  queries!: PrometheusQuery[];
}
