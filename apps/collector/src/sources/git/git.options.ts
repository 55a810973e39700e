import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, Min } from "class-validator";

/** What the `git` source can be told. */
export class GitOptions {
  /** A repository, bare or not, or any directory within one; relative to the working directory of the process. */
  @IsString()
  @IsNotEmpty()
  directory: string = ".";

  /** The name of the Service; without it found as `service-name.ts` says. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  service?: string;

  /** The environment that tags are deployed to. */
  @IsString()
  @IsNotEmpty()
  environment: string = "local";

  /** Whether tags are deployments. */
  @IsIn(["tags", "none"])
  deployments: "tags" | "none" = "tags";

  /** Which tags are: a pattern as `git tag --list` takes it, such as `v*` or `orders/*`. */
  @IsString()
  @IsNotEmpty()
  tagPattern: string = "*";

  /** How many deployments are published at most, the newest. */
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxDeployments: number = 1_000;
}
