import "reflect-metadata";
import { Type } from "class-transformer";
import { IsArray, IsBoolean, IsOptional, IsString, ValidateIf, ValidateNested } from "class-validator";
import { CallTargetRule } from "../../egress/call-target.options.js";
import { InstanceTarget } from "../../options/instance-target.js";
import { IsDuration } from "../../options/is-duration.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsTargetList } from "../../options/is-target-list.js";
import { IsVariableName } from "../../options/is-variable-name.js";

/** One virtual machine, and what it is called in the catalog. */
export class JavaTarget extends InstanceTarget {
  /** The base of Spring Boot's Actuator: `http://orders:8080/actuator`. */
  @ValidateIf(({ actuator, jolokia }: JavaTarget) => actuator !== undefined || jolokia === undefined)
  @IsHttpUrl()
  actuator?: string;

  /** The base of a Jolokia agent: `http://orders:8778/jolokia`. */
  @IsOptional()
  @IsHttpUrl()
  jolokia?: string;

  /** The environment variable with the value of the header `Authorization`, such as `Bearer …`. */
  @IsOptional()
  @IsVariableName()
  authorizationFrom?: string;
}

/** What the `java` source can be told. */
export class JavaOptions {
  @IsTargetList(() => JavaTarget)
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
  @IsDuration()
  timeout = "5s";

  /** Virtual machines asked at the same time. */
  @IsIntBetween(1, 64)
  concurrency = 8;
}
