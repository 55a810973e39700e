import { IsOptional, IsUrl, Matches } from "class-validator";

/** A provider of the catalog, asked for what is in it. */
export class CatalogOptions {
  /** Where the provider answers, without `/api/v1`. */
  @IsUrl(
    { protocols: ["http", "https"], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: "$property must be an http or https URL without credentials" },
  )
  url!: string;

  /** The environment variable that holds a token which may read; without it none is sent. */
  @IsOptional()
  @Matches(/^[A-Za-z_][A-Za-z0-9_]*$/, { message: "$property must be the name of an environment variable" })
  tokenFrom?: string;
}
