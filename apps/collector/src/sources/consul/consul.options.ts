import "reflect-metadata";
import { IsArray, IsBoolean, IsOptional, IsString } from "class-validator";
import { IsDuration } from "../../options/is-duration.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsText } from "../../options/is-text.js";
import { IsVariableName } from "../../options/is-variable-name.js";

/** What the `consul` source can be told. */
export class ConsulOptions {
  /** Of an agent or a server. */
  @IsHttpUrl()
  url = "http://127.0.0.1:8500";

  /** The environment variable that holds an ACL token. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  /** That of the agent without. */
  @IsOptional()
  @IsText()
  datacenter?: string;

  /** Consul Enterprise. */
  @IsOptional()
  @IsText()
  namespace?: string;

  /** Consul Enterprise. */
  @IsOptional()
  @IsText()
  partition?: string;

  /** Services that are left out. */
  @IsArray()
  @IsString({ each: true })
  exclude: string[] = ["consul"];

  /** The environment of everything that is found. */
  @IsOptional()
  @IsText()
  environment?: string;

  /** The key of an instance's `Meta` that tells its environment; where it is missing the data centre does. */
  @IsText()
  environmentMeta = "environment";

  /** The key of an instance's `Meta` that tells its version. */
  @IsText()
  versionMeta = "version";

  /** Whether any server may answer, which spares the leader. */
  @IsBoolean()
  stale = true;

  /** An answer whose server has not heard of its leader for longer is asked for again, of the leader. */
  @IsDuration()
  maxStale = "10s";

  /** Whether changes are waited for between two runs, so that they appear at once. */
  @IsBoolean()
  watch = true;

  /** How long one request may take, the waiting of a blocking query aside. */
  @IsDuration()
  timeout = "30s";
}
