import "reflect-metadata";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
} from "class-validator";

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
  @IsString()
  @IsNotEmpty()
  serviceTag = "service";
}

/** What the sources can be told besides whose findings are deployments. */
export class AwsDeploymentOptions extends AwsSourceOptions {
  /** The environment of everything that is found. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  environment?: string;

  /** The tag that tells the environment. */
  @IsString()
  @IsNotEmpty()
  environmentTag = "environment";
}
