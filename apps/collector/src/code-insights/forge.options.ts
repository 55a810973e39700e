import { IsTypeName } from "@binnacle/contract";
import { ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsString } from "class-validator";
import { IsIntBetween } from "../options/is-int-between.js";
import { IsVariableName } from "../options/is-variable-name.js";
import { IsTextMapping } from "../options/is-text-mapping.js";

/** What becomes a `ServiceEvent`. */
export const FORGE_EVENTS = ["releases", "merges"] as const;

/** What every source that reads a forge can be told. */
export class ForgeOptions {
  /** The environment variable that holds the access token. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  /** Repositories by their paths: `acme/orders`. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  repositories?: string[];

  /** The Service of a repository, by its path, where that is not called like the repository: `acme/orders-api: orders`. */
  @IsTextMapping()
  services: Record<string, string> = {};

  /** Only repositories with one of these topics, where they come from a list of all. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  topics?: string[];

  /** Also archived ones, where they come from a list of all. */
  @IsBoolean()
  includeArchived: boolean = false;

  /** Also forks, where they come from a list of all. */
  @IsBoolean()
  includeForks: boolean = false;

  /** What becomes a ServiceEvent. */
  @IsArray()
  @ArrayUnique()
  @IsIn(FORGE_EVENTS, { each: true })
  events: (typeof FORGE_EVENTS)[number][] = ["releases"];

  /** The type of the Reading; another one than CodeInsights where the `git` source reads the same Service. */
  @IsTypeName()
  readingType: string = "CodeInsights";

  /** Requests at a time. */
  @IsIntBetween(1, 16)
  concurrency: number = 2;
}
