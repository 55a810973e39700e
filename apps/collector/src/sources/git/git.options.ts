import { IsIn, IsOptional } from "class-validator";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsText } from "../../options/is-text.js";

/** What the `git` source can be told. */
export class GitOptions {
  /** A repository, bare or not, or any directory within one; relative to the working directory of the process. */
  @IsText()
  directory: string = ".";

  /** The name of the Service; without it found as `service-name.ts` says. */
  @IsOptional()
  @IsText()
  service?: string;

  /** The environment that tags are deployed to. */
  @IsText()
  environment: string = "local";

  /** Whether tags are deployments. */
  @IsIn(["tags", "none"])
  deployments: "tags" | "none" = "tags";

  /** Which tags are: a pattern as `git tag --list` takes it, such as `v*` or `orders/*`. */
  @IsText()
  tagPattern: string = "*";

  /** How many deployments are published at most, the newest. */
  @IsIntBetween(1, 10_000)
  maxDeployments: number = 1_000;
}
