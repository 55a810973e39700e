import "reflect-metadata";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";

const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;
const DURATION_MESSAGE = "$property must be a duration such as 500ms or 5s";
// Credentials would end up in the catalog, and `fetch` refuses them anyway.
const PROBED_URL = { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true };
const URL_MESSAGE = "$property must be an http or https URL without credentials";

/** One process to look at, and what it is called in the catalog. */
export class HealthTarget {
  @IsString()
  @IsNotEmpty()
  service!: string;

  @IsString()
  @IsNotEmpty()
  environment!: string;

  /** What tells this instance from the others of its deployment, and stays when it is restarted. */
  @IsString()
  @IsNotEmpty()
  instance!: string;

  /** Answers 2xx while the process is alive. */
  @IsUrl(PROBED_URL, { message: URL_MESSAGE })
  url!: string;

  /** Answers 2xx while the process can do its work; without one it can whenever it is alive. */
  @IsOptional()
  @IsUrl(PROBED_URL, { message: URL_MESSAGE })
  readinessUrl?: string;

  /** Prometheus metrics, asked for the start time where the answer of `url` does not tell it. */
  @IsOptional()
  @IsUrl(PROBED_URL, { message: URL_MESSAGE })
  metricsUrl?: string;
}

/** What the `health` source can be told. */
export class HealthOptions {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @ArrayUnique(instanceOf, { message: "$property must not name the same instance twice" })
  @ValidateNested({ each: true })
  @Type(() => HealthTarget)
  targets!: HealthTarget[];

  /** A probe without an answer by then counts as down. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  timeout = "5s";

  /** A target that takes longer than this to answer is degraded. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  degradedAfter = "1s";

  /** Targets probed at the same time. */
  @IsInt()
  @Min(1)
  @Max(64)
  concurrency = 8;
}

/** Also called for entries that are no targets, which have their own fault. */
function instanceOf(target: HealthTarget | null | undefined): unknown {
  return JSON.stringify([target?.service, target?.environment, target?.instance]);
}
