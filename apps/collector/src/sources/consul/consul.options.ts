import "reflect-metadata";
import { IsArray, IsBoolean, IsNotEmpty, IsOptional, IsString, IsUrl, Matches } from "class-validator";

const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;
const DURATION_MESSAGE = "$property must be a duration such as 500ms or 30s";

/** What the `consul` source can be told. */
export class ConsulOptions {
  /** Of an agent or a server. */
  @IsUrl({ protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true })
  url = "http://127.0.0.1:8500";

  /** The environment variable that holds an ACL token. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  tokenFrom?: string;

  /** That of the agent without. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  datacenter?: string;

  /** Consul Enterprise. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  namespace?: string;

  /** Consul Enterprise. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  partition?: string;

  /** Services that are left out. */
  @IsArray()
  @IsString({ each: true })
  exclude: string[] = ["consul"];

  /** The environment of everything that is found. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  environment?: string;

  /** The key of an instance's `Meta` that tells its environment; where it is missing the data centre does. */
  @IsString()
  @IsNotEmpty()
  environmentMeta = "environment";

  /** The key of an instance's `Meta` that tells its version. */
  @IsString()
  @IsNotEmpty()
  versionMeta = "version";

  /** Whether any server may answer, which spares the leader. */
  @IsBoolean()
  stale = true;

  /** An answer whose server has not heard of its leader for longer is asked for again, of the leader. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  maxStale = "10s";

  /** Whether changes are waited for between two runs, so that they appear at once. */
  @IsBoolean()
  watch = true;

  /** How long one request may take, the waiting of a blocking query aside. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  timeout = "30s";
}
