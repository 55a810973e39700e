import { SourceClient } from "@binnacle/collector";
import { secretFrom } from "../options/secret-from.js";
import type { CatalogOptions } from "./catalog-options.js";

/**
 * A client of a provider.
 * @throws ConfigurationError if the environment variable of its token is not set
 */
export function catalogClient({ url, tokenFrom }: CatalogOptions): SourceClient {
  if (tokenFrom === undefined) return new SourceClient({ baseUrl: url });
  const token = secretFrom(tokenFrom, "catalog.tokenFrom");
  return new SourceClient({
    baseUrl: url,
    headers: { authorization: `Bearer ${token}` },
    credentials: `${tokenFrom} (catalog.tokenFrom)`,
  });
}
