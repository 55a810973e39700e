import "reflect-metadata";
import { IsArray, IsString } from "class-validator";
import { AwsSourceOptions } from "../../aws/aws-options.js";

/** What the `rds` source can be told. */
export class RdsOptions extends AwsSourceOptions {
  /** Tags that are published with the instance. */
  @IsArray()
  @IsString({ each: true })
  tags: string[] = [];
}
