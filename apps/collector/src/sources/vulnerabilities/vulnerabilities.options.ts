import "reflect-metadata";
import { Type } from "class-transformer";
import { ArrayNotEmpty, ArrayUnique, IsOptional, ValidateNested } from "class-validator";
import { CatalogOptions } from "../../catalog/catalog-options.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsText } from "../../options/is-text.js";

/** What the `vulnerabilities` source can be told. */
export class VulnerabilitiesOptions {
  /** Where lock files are looked for, as the `dependencies` source does; relative to the working directory of the process. */
  @IsText()
  directory: string = ".";

  /** The lock files to read, relative to `directory`. */
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsText({ each: true })
  lockfiles?: string[];

  /** Where packages are taken from instead: all that are in the catalog. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CatalogOptions)
  catalog?: CatalogOptions;

  /** An export of the OSV database, read instead of asking its API: a zip archive, or a folder with archives or records. */
  @IsOptional()
  @IsText()
  export?: string;

  /** Where the API of OSV answers, without `/v1`. */
  @IsHttpUrl()
  apiUrl: string = "https://api.osv.dev";

  /** How many requests a second the API is asked at most. */
  @IsIntBetween(1, 1_000)
  requestsPerSecond: number = 25;
}
