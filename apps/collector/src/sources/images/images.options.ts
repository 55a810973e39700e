import "reflect-metadata";
import { Type } from "class-transformer";
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  ValidateNested,
} from "class-validator";
import { CatalogOptions } from "../../catalog/catalog-options.js";

const HTTP_URL = { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true };
const URL_MESSAGE = "$property must be an http or https URL without credentials";
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const VARIABLE_MESSAGE = "$property must be the name of an environment variable";

/** A registry that is not asked at its own name by HTTPS, or not anonymously. */
export class RegistryOptions {
  /** As it stands in the names of images: `registry.example.com:5000`. */
  @Matches(/^[A-Za-z0-9.-]+(:\d+)?$/, {
    message: "$property must be the name of a registry, such as registry.example.com:5000",
  })
  host!: string;

  /** Where it answers (`https://` and its name; of `docker.io` `https://registry-1.docker.io`). */
  @IsOptional()
  @IsUrl(HTTP_URL, { message: URL_MESSAGE })
  url?: string;

  /** Who asks, where it does not answer anonymously. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  username?: string;

  /** The environment variable that holds the password, or the token that takes its place. */
  @IsOptional()
  @Matches(VARIABLE, { message: VARIABLE_MESSAGE })
  passwordFrom?: string;
}

/** Where reports of scanners are: one of the two. */
export class ReportOptions {
  /** A file, or a folder with files at any depth; relative to the working directory of the process. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  path?: string;

  /** The address of one report. */
  @IsOptional()
  @IsUrl(HTTP_URL, { message: URL_MESSAGE })
  url?: string;

  /** The environment variable that holds a bearer token for the address. */
  @IsOptional()
  @Matches(VARIABLE, { message: VARIABLE_MESSAGE })
  tokenFrom?: string;
}

/** What the `images` source can be told. */
export class ImagesOptions {
  /** Images to look up, as `registry.example.com/shop/orders:1.4.2`; a tag is followed to what it means now. */
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  images: string[] = [];

  /** Besides: all images that are in the catalog, such as those that run in a cluster. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CatalogOptions)
  catalog?: CatalogOptions;

  /** Registries that are not public, or not at their own name. */
  @IsArray()
  @ArrayUnique(({ host }: RegistryOptions) => host)
  @ValidateNested({ each: true })
  @Type(() => RegistryOptions)
  registries: RegistryOptions[] = [];

  /** Of an index of several platforms, which one is described. */
  @Matches(/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/, { message: "$property must be a platform, such as linux/amd64" })
  platform: string = "linux/amd64";

  /** Reports of Trivy, Grype, and CycloneDX documents, with VEX or as VEX alone. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ReportOptions)
  reports: ReportOptions[] = [];

  /** Whether the packages that reports list are published, too, as dependencies of the image. */
  @IsBoolean()
  packages: boolean = false;
}
