import { IsOptional } from "class-validator";
import { IsHttpUrl } from "../options/is-http-url.js";
import { IsVariableName } from "../options/is-variable-name.js";

/** A provider of the catalog, asked for what is in it. */
export class CatalogOptions {
  /** Where the provider answers, without `/api/v1`. */
  @IsHttpUrl()
  url!: string;

  /** The environment variable that holds a token which may read; without it none is sent. */
  @IsOptional()
  @IsVariableName()
  tokenFrom?: string;
}
