import "reflect-metadata";
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsOptional, Matches } from "class-validator";
import { IsText } from "../options/is-text.js";

/** What every source that reads AWS can be told. Credentials are those that the AWS SDK finds: environment, profile, role. */
export class AwsSourceOptions {
  /** Which regions are read; that of the environment or profile without. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(40)
  @ArrayUnique()
  @Matches(/^[a-z]{2}(-[a-z]+)+-\d$/, { each: true, message: "$property must hold names of regions" })
  regions?: string[];

  /** The tag that names the service that it belongs to. */
  @IsText()
  serviceTag = "service";
}

/** What the sources can be told besides whose findings are deployments. */
export class AwsDeploymentOptions extends AwsSourceOptions {
  /** The environment of everything that is found. */
  @IsOptional()
  @IsText()
  environment?: string;

  /** The tag that tells the environment. */
  @IsText()
  environmentTag = "environment";
}
