import { ConfigurationError } from "@binnacle/errors";
import { ArrayNotEmpty, IsArray, IsOptional, IsString } from "class-validator";
import { ForgeOptions } from "../../code-insights/forge.options.js";
import { IsHttpUrl } from "../../options/is-http-url.js";

/** What the `gitlab` source can be told. */
export class GitlabOptions extends ForgeOptions {
  /** Where GitLab is; its API is below `/api/v4`. */
  @IsHttpUrl()
  url: string = "https://gitlab.com";

  /** Groups whose projects are read, with those of their subgroups: `acme/shop`. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  groups?: string[];
}

/** @throws ConfigurationError if there is nothing to read */
export function checkGitlabOptions({ groups, repositories }: GitlabOptions): void {
  if (groups === undefined && repositories === undefined) {
    throw new ConfigurationError(["groups or repositories must say what is read"]);
  }
}
