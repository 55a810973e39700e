import { ArrayNotEmpty, ArrayUnique, IsBoolean, IsOptional } from "class-validator";
import { IsText } from "../../options/is-text.js";

/** What the `dependencies` source can be told. */
export class DependenciesOptions {
  /** Where the lock file is looked for; relative to the working directory of the process. */
  @IsText()
  directory: string = ".";

  /** The lock file to read, relative to `directory`; without it those that are found there, one of each family of tools. */
  @IsOptional()
  @IsText()
  lockfile?: string;

  /** Several lock files that one deployment is built from, relative to `directory`; instead of `lockfile`. */
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsText({ each: true })
  lockfiles?: string[];

  /** The name of the Service; without it found as `sources/git/service-name.ts` says. */
  @IsOptional()
  @IsText()
  service?: string;

  /** The environment whose deployment was built from the lock file. */
  @IsText()
  environment: string = "local";

  /** Whether packages are published that only development needs. */
  @IsBoolean()
  includeDev: boolean = true;
}
