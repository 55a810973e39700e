import "reflect-metadata";
import { isValidType, STORAGE_MODES, type StorageMode } from "@binnacle/contract";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from "class-validator";

const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;
const FIELD = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

function IsType(): PropertyDecorator {
  return ValidateBy({
    name: "isType",
    validator: {
      validate: (value) => typeof value === "string" && isValidType(value),
      defaultMessage: () => "$property must be a letter, followed by at most 127 of A-Z a-z 0-9 . _ : -",
    },
  });
}

/** Of which Resource a series is. */
export class SeriesResource {
  @IsType()
  type!: string;

  /** Its name, with labels in braces: `{service}/{environment}`. */
  @IsString()
  @IsNotEmpty()
  name!: string;
}

/** An expression, and what becomes of each series that it evaluates to. */
export class PrometheusQuery {
  /** PromQL that evaluates to an instant vector or a scalar. */
  @IsString()
  @IsNotEmpty()
  query!: string;

  @ValidateNested()
  @Type(() => SeriesResource)
  resource!: SeriesResource;

  /** Queries with the same one make one reading of each Resource, with a field each. */
  @IsType()
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
  @IsInt()
  @Min(0)
  @Max(15)
  decimals?: number;
}

/** What the `prometheus` source can be told. */
export class PrometheusOptions {
  /** Of Prometheus, Thanos, Mimir or VictoriaMetrics, with the path before `/api/v1`. */
  @IsUrl({ protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true })
  url!: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PrometheusQuery)
  queries!: PrometheusQuery[];

  /** The environment variable that holds a bearer token. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  tokenFrom?: string;

  /** For basic authentication, with `passwordFrom`. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  username?: string;

  /** The environment variable that holds the password. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  passwordFrom?: string;

  /** Sent along, as `X-Scope-OrgID`. Not for secrets. */
  @IsOptional()
  @IsObject()
  headers?: Record<string, string>;

  /** How long an expression may take to evaluate. */
  @Matches(DURATION, { message: "$property must be a duration such as 500ms or 30s" })
  timeout = "30s";
}
