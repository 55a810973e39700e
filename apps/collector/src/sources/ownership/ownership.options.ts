import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { Type } from "class-transformer";
import { ArrayNotEmpty, IsArray, IsOptional, IsString, ValidateNested } from "class-validator";
import { IsText } from "../../options/is-text.js";
import { IsTextMapping } from "../../options/is-text-mapping.js";

/** A table of services and who owns them. */
export class ListOptions {
  /** A CSV file with a line of headings, or a YAML or JSON file with a list of mappings; by path or glob pattern. */
  @IsText()
  file!: string;

  /** What the columns are called, where it is not `service`, `teams`, `users`, `title`, `description`, `type`, `lifecycle`, `system`. */
  @IsTextMapping()
  columns: Record<string, string> = {};

  /** What is between the fields of a CSV file. */
  @IsText()
  delimiter = ",";
}

/** A CODEOWNERS file that says who owns a Service. */
export class CodeownersOptions {
  /** The file, in GitHub's or GitLab's syntax. */
  @IsText()
  file!: string;

  /** The name of the Service. */
  @IsText()
  service!: string;

  /** Its directory within the repository, such as `services/orders`; default: the whole repository. */
  @IsOptional()
  @IsText()
  directory?: string;
}

/** What the `ownership` source can be told. Where several inputs name an owner of one Service, the first in this order counts. */
export class OwnershipOptions {
  /** Tables of owners. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ListOptions)
  lists: ListOptions[] = [];

  /** Descriptors in Backstage's format, by path or glob pattern: `/srv/checkouts/*\/catalog-info.yaml`. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  catalogInfo?: string[];

  /** CODEOWNERS files. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CodeownersOptions)
  codeowners: CodeownersOptions[] = [];

  /** Of which `spec.type` Components are Services; default: whatever type they are. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  componentTypes?: string[];
}

/** @throws ConfigurationError if there is nothing to read */
export function checkOwnershipOptions({ lists, catalogInfo, codeowners }: OwnershipOptions): void {
  if (lists.length === 0 && catalogInfo === undefined && codeowners.length === 0) {
    throw new ConfigurationError(["one of lists, catalogInfo and codeowners must say where owners are written"]);
  }
}
