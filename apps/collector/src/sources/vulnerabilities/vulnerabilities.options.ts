import "reflect-metadata";
import { Type } from "class-transformer";
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { CatalogOptions } from "../../catalog/catalog-options.js";

const API_URL = { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true };
const URL_MESSAGE = "$property must be an http or https URL without credentials";

/** What the `vulnerabilities` source can be told. */
export class VulnerabilitiesOptions {
  /** Where lock files are looked for, as the `dependencies` source does; relative to the working directory of the process. */
  @IsString()
  @IsNotEmpty()
  directory: string = ".";

  /** The lock files to read, relative to `directory`. */
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  lockfiles?: string[];

  /** Where packages are taken from instead: all that are in the catalog. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CatalogOptions)
  catalog?: CatalogOptions;

  /** An export of the OSV database, read instead of asking its API: a zip archive, or a folder with archives or records. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  export?: string;

  /** Where the API of OSV answers, without `/v1`. */
  @IsUrl(API_URL, { message: URL_MESSAGE })
  apiUrl: string = "https://api.osv.dev";

  /** How many requests a second the API is asked at most. */
  @IsInt()
  @Min(1)
  @Max(1_000)
  requestsPerSecond: number = 25;
}
