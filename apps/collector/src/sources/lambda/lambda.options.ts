import "reflect-metadata";
import { IsBoolean, IsIn, IsOptional, ValidateBy } from "class-validator";
import { AwsDeploymentOptions } from "../../aws/aws-options.js";
import { IsText } from "../../options/is-text.js";

function IsNamePattern(): PropertyDecorator {
  return ValidateBy({
    name: "isNamePattern",
    validator: {
      validate: (value) => typeof value === "string" && isNamePattern(value),
      defaultMessage: () =>
        "$property must be a regular expression with the groups (?<function>…) and (?<environment>…)",
    },
  });
}

/** What the `lambda` source can be told. */
export class LambdaOptions extends AwsDeploymentOptions {
  /**
   * What is a deployment: the function itself (`function`), in the environment that pattern, tag or `environment` tell; or each of its aliases (`alias`), which
   * then is the environment.
   */
  @IsIn(["function", "alias"])
  deployments: "function" | "alias" = "function";

  /** Takes function and environment out of names such as `orders-export-prod`: `^(?<function>.+)-(?<environment>prod|test)$`. */
  @IsOptional()
  @IsNamePattern()
  namePattern?: string;

  /** The tag that tells the version; without it that is the first 12 characters of the code's hash. */
  @IsText()
  versionTag = "version";

  /** Whether tags are read: one call for each function. */
  @IsBoolean()
  readTags = true;
}

function isNamePattern(text: string): boolean {
  try {
    // With an empty alternative every text matches, and tells which groups there are.
    const { groups } = new RegExp(`${text}|`, "u").exec("")!;
    return groups !== undefined && "function" in groups && "environment" in groups;
  } catch {
    return false;
  }
}
