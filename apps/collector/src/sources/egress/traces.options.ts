import "reflect-metadata";
import { Type } from "class-transformer";
import { IsArray, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, Min, ValidateNested } from "class-validator";
import { CallTargetRule } from "../../egress/call-target.options.js";

const DURATION = /^[1-9]\d{0,5}(ms|s|m|h|d)$/;
const DURATION_MESSAGE = "$property must be a duration such as 30s, 5m or 12h";

/** What the `egress-traces` source can be told. */
export class EgressTracesOptions {
  /** The address to listen on. On others than loopback senders need a token. */
  @IsString()
  @IsNotEmpty()
  host = "127.0.0.1";

  /** 0 picks a free one, which the log tells. OTLP over HTTP mostly is at 4318. */
  @IsInt()
  @Min(0)
  @Max(65_535)
  port!: number;

  /** The environment variable with the token that senders show as `Authorization: Bearer`. */
  @IsOptional()
  @Matches(/^[A-Za-z_][A-Za-z0-9_]*$/, { message: "$property must be the name of an environment variable" })
  tokenFrom?: string;

  /** The environment of services whose telemetry names none; without one their spans are left out. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  environment?: string;

  /** Which Resources are called. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CallTargetRule)
  callees: CallTargetRule[] = [];

  /** For how long something that was called counts as called. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  window = "1d";

  /** How often what has changed is published. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  publishEvery = "1m";

  /** How long after its start the process only listens: it knows nothing of what was called before. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  settle = "10m";

  /** Deployments that are kept in memory. */
  @IsInt()
  @Min(1)
  @Max(100_000)
  maxCallers = 5_000;

  /** Targets that are kept of each. */
  @IsInt()
  @Min(1)
  @Max(9_000)
  maxCalls = 500;

  /** Bytes of a request, also once inflated. */
  @IsInt()
  @Min(1_024)
  @Max(64 * 1024 * 1024)
  maxBodyBytes = 8 * 1024 * 1024;

  /** Requests at a time. */
  @IsInt()
  @Min(1)
  @Max(64)
  maxConcurrent = 8;
}
