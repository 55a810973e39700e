import "reflect-metadata";
import { Type } from "class-transformer";
import { ArrayUnique, IsArray, IsBoolean, IsOptional, Matches, ValidateNested } from "class-validator";
import { CatalogOptions } from "../../catalog/catalog-options.js";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsText } from "../../options/is-text.js";
import { IsVariableName } from "../../options/is-variable-name.js";

/** A registry that is not asked at its own name by HTTPS, or not anonymously. */
export class RegistryOptions {
  /** As it stands in the names of images: `registry.example.com:5000`. */
  @Matches(/^[A-Za-z0-9.-]+(:\d+)?$/, {
    message: "$property must be the name of a registry, such as registry.example.com:5000",
  })
  host!: string;

  /** Where it answers (`https://` and its name; of `docker.io` `https://registry-1.docker.io`). */
  @IsOptional()
  @IsHttpUrl()
  url?: string;

  /** Who asks, where it does not answer anonymously. */
  @IsOptional()
  @IsText()
  username?: string;

  /** The environment variable that holds the password, or the token that takes its place. */
  @IsOptional()
  @IsVariableName()
  passwordFrom?: string;
}

/** Where reports of scanners are: one of the two. */
export class ReportOptions {
  /** A file, or a folder with files at any depth; relative to the working directory of the process. */
  @IsOptional()
  @IsText()
  path?: string;

  /** The address of one report. */
  @IsOptional()
  @IsHttpUrl()
  url?: string;

  /** The environment variable that holds a bearer token for the address. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;
}

/** What the `images` source can be told. */
export class ImagesOptions {
  /** Images to look up, as `registry.example.com/shop/orders:1.4.2`; a tag is followed to what it means now. */
  @IsArray()
  @ArrayUnique()
  @IsText({ each: true })
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
