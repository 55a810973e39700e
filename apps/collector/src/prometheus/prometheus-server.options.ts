import "reflect-metadata";
import { IsNotEmpty, IsOptional, IsString, IsUrl, Matches } from "class-validator";
import { IsTextMapping } from "../options/is-text-mapping.js";

const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;

/** Where Prometheus is, and who asks it. */
export class PrometheusServerOptions {
  /** Of Prometheus, Thanos, Mimir or VictoriaMetrics, with the path before `/api/v1`. */
  @IsUrl(
    { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: "$property must be an http or https URL without credentials" },
  )
  url!: string;

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
  @IsTextMapping()
  headers?: Record<string, string>;

  /** How long an expression may take to evaluate. */
  @Matches(DURATION, { message: "$property must be a duration such as 500ms or 30s" })
  timeout = "30s";
}
