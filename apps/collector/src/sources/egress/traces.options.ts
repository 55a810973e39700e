import "reflect-metadata";
import { Type } from "class-transformer";
import { IsArray, IsOptional, ValidateNested } from "class-validator";
import { CallTargetRule } from "../../egress/call-target.options.js";
import { IsDuration } from "../../options/is-duration.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsText } from "../../options/is-text.js";
import { IsVariableName } from "../../options/is-variable-name.js";
import { ListenerOptions } from "../../receiving/listener.options.js";

/** What the `egress-traces` source can be told. */
export class EgressTracesOptions extends ListenerOptions {
  /** 0 picks a free one, which the log tells. OTLP over HTTP mostly is at 4318. */
  override port!: number;

  /** The environment variable with the token that senders show as `Authorization: Bearer`. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  /** The environment of services whose telemetry names none; without one their spans are left out. */
  @IsOptional()
  @IsText()
  environment?: string;

  /** Which Resources are called. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CallTargetRule)
  callees: CallTargetRule[] = [];

  /** For how long something that was called counts as called. */
  @IsDuration({ most: "366d" })
  window = "1d";

  /** How often what has changed is published. */
  @IsDuration()
  publishEvery = "1m";

  /** How long after its start the process only listens: it knows nothing of what was called before. */
  @IsDuration()
  settle = "10m";

  /** Deployments that are kept in memory. */
  @IsIntBetween(1, 100_000)
  maxCallers = 5_000;

  /** Targets that are kept of each. */
  @IsIntBetween(1, 9_000)
  maxCalls = 500;

  override maxBodyBytes = 8 * 1024 * 1024;

  override maxConcurrent = 8;
}
