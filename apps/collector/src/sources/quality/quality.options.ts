import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { Type } from "class-transformer";
import { ArrayNotEmpty, IsArray, IsOptional, IsString, ValidateNested } from "class-validator";
import { IsHttpUrl } from "../../options/is-http-url.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsText } from "../../options/is-text.js";
import { IsVariableName } from "../../options/is-variable-name.js";
import { IsTextMapping } from "../../options/is-text-mapping.js";

/** What analyzers wrote of a Service. */
export class SarifOptions {
  /** Files in SARIF 2.1.0, by path or glob pattern: `build/reports/*.sarif`. */
  @IsText()
  files!: string;

  /** The name of the Service. */
  @IsText()
  service!: string;
}

/** A SonarQube server, or SonarQube Cloud. */
export class SonarqubeOptions {
  /** Where it is: `https://sonarqube.example.com`. */
  @IsHttpUrl()
  url!: string;

  /** The environment variable that holds the token. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;

  /** The Services of projects, by the projects' keys; default: all projects, each as the Service of its key. */
  @IsOptional()
  @IsTextMapping()
  projects?: Record<string, string>;

  /** Needed by SonarQube Cloud, to list all projects. */
  @IsOptional()
  @IsString()
  organization?: string;

  /** The keys of the metrics that are read. */
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  metrics: string[] = [
    "alert_status",
    "bugs",
    "code_smells",
    "coverage",
    "duplicated_lines_density",
    "ncloc",
    "reliability_rating",
    "security_hotspots",
    "security_rating",
    "sqale_rating",
    "vulnerabilities",
  ];

  /** Requests at a time. */
  @IsIntBetween(1, 16)
  concurrency: number = 4;
}

/** What the `quality` source can be told. */
export class QualityOptions {
  /** Reports of analyzers. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SarifOptions)
  sarif: SarifOptions[] = [];

  @IsOptional()
  @ValidateNested()
  @Type(() => SonarqubeOptions)
  sonarqube?: SonarqubeOptions;
}

/** @throws ConfigurationError if there is nothing to read */
export function checkQualityOptions({ sarif, sonarqube }: QualityOptions): void {
  if (sarif.length === 0 && sonarqube === undefined) {
    throw new ConfigurationError(["sarif or sonarqube must say what is read"]);
  }
}
