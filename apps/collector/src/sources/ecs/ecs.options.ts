import "reflect-metadata";
import { ArrayUnique, IsArray, IsOptional, IsString } from "class-validator";
import { AwsDeploymentOptions } from "../../aws/aws-options.js";

/** What the `ecs` source can be told. */
export class EcsOptions extends AwsDeploymentOptions {
  /** Only clusters of these names; all without. Of a service without the tag the cluster's name is the environment. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  clusters?: string[];
}
