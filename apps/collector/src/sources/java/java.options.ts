import "reflect-metadata";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from "class-validator";
import { CallTargetRule } from "../../egress/call-target.options.js";

const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;
const DURATION_MESSAGE = "$property must be a duration such as 500ms or 5s";
const ASKED_URL = { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true };
const URL_MESSAGE = "$property must be an http or https URL without credentials";

/** One virtual machine, and what it is called in the catalog. */
export class JavaTarget {
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

  /** The base of Spring Boot's Actuator: `http://orders:8080/actuator`. */
  @ValidateIf(({ actuator, jolokia }: JavaTarget) => actuator !== undefined || jolokia === undefined)
  @IsUrl(ASKED_URL, { message: URL_MESSAGE })
  actuator?: string;

  /** The base of a Jolokia agent: `http://orders:8778/jolokia`. */
  @IsOptional()
  @IsUrl(ASKED_URL, { message: URL_MESSAGE })
  jolokia?: string;

  /** The environment variable with the value of the header `Authorization`, such as `Bearer …`. */
  @IsOptional()
  @Matches(/^[A-Za-z_][A-Za-z0-9_]*$/, { message: "$property must be the name of an environment variable" })
  authorizationFrom?: string;
}

/** What the `java` source can be told. */
export class JavaOptions {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @ArrayUnique(instanceOf, { message: "$property must not name the same instance twice" })
  @ValidateNested({ each: true })
  @Type(() => JavaTarget)
  targets!: JavaTarget[];

  /** The system properties that are published; no others are. */
  @IsString({ each: true })
  parameters: string[] = ["file.encoding", "user.language", "user.timezone"];

  /** Whether a `JvmSample` is published at each run. */
  @IsBoolean()
  samples = true;

  /** Whether the hosts and databases that Actuator knows of are published as `EgressDependencies`. */
  @IsBoolean()
  egress = true;

  /** Which Resources they are. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CallTargetRule)
  callees: CallTargetRule[] = [];

  /** How long an answer may take. */
  @Matches(DURATION, { message: DURATION_MESSAGE })
  timeout = "5s";

  /** Virtual machines asked at the same time. */
  @IsInt()
  @Min(1)
  @Max(64)
  concurrency = 8;
}

/** Also called for entries that are no targets, which have their own fault. */
function instanceOf(target: JavaTarget | null | undefined): unknown {
  return JSON.stringify([target?.service, target?.environment, target?.instance]);
}
