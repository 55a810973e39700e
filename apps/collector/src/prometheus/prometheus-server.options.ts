import "reflect-metadata";
import { IsOptional } from "class-validator";
import { IsDuration } from "../options/is-duration.js";
import { IsHttpUrl } from "../options/is-http-url.js";
import { IsText } from "../options/is-text.js";
import { IsVariableName } from "../options/is-variable-name.js";
import { IsTextMapping } from "../options/is-text-mapping.js";

/** Where Prometheus is, and who asks it. */
export class PrometheusServerOptions {
  /** Of Prometheus, Thanos, Mimir or VictoriaMetrics, with the path before `/api/v1`. */
  @IsHttpUrl()
  url!: string;

  /** The environment variable that holds a bearer token. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  /** For basic authentication, with `passwordFrom`. */
  @IsOptional()
  @IsText()
  username?: string;

  /** The environment variable that holds the password. */
  @IsOptional()
  @IsVariableName()
  passwordFrom?: string;

  /** Sent along, as `X-Scope-OrgID`. Not for secrets. */
  @IsOptional()
  @IsTextMapping()
  headers?: Record<string, string>;

  /** How long an expression may take to evaluate. */
  @IsDuration()
  timeout = "30s";
}
