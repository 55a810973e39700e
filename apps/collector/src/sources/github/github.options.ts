import { ConfigurationError } from "@binnacle/errors";
import { ArrayNotEmpty, IsArray, IsOptional, IsString } from "class-validator";
import { ForgeOptions } from "../../code-insights/forge.options.js";
import { IsHttpUrl } from "../../options/is-http-url.js";

/** What the `github` source can be told. */
export class GithubOptions extends ForgeOptions {
  /** Where the REST API is; of GitHub Enterprise Server `https://HOST/api/v3`. */
  @IsHttpUrl()
  url: string = "https://api.github.com";

  /** Organizations whose repositories are read. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  organizations?: string[];
}

/** @throws ConfigurationError if there is nothing to read, or a path is none */
export function checkGithubOptions({ organizations, repositories }: GithubOptions): void {
  if (organizations === undefined && repositories === undefined) {
    throw new ConfigurationError(["organizations or repositories must say what is read"]);
  }
  const faulty = (repositories ?? []).filter((path) => !/^[^/\s]+\/[^/\s]+$/.test(path));
  if (faulty.length > 0) throw new ConfigurationError(faulty.map((path) => `repositories: ${path} is not OWNER/NAME`));
}
