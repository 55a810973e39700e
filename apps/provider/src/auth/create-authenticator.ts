import type { Logger } from "@binnacle/platform";
import type { AuthEnvironment } from "./auth-environment.js";
import type { Authenticator } from "./authenticator.js";
import { OidcAuthenticator } from "./oidc/oidc-authenticator.js";
import { TokenFileAuthenticator } from "./tokens/token-file-authenticator.js";

/**
 * The authenticator that the environment asks for, which must have been checked; none where everybody may do everything.
 * @throws ConfigurationError the token file is not acceptable
 */
export async function createAuthenticator(
  environment: AuthEnvironment,
  logger: Logger,
): Promise<Authenticator | undefined> {
  switch (environment.BINNACLE_AUTH) {
    case "none":
      return undefined;
    case "tokens":
      return TokenFileAuthenticator.open(environment.BINNACLE_TOKENS_FILE!, { logger });
    case "oidc":
      return new OidcAuthenticator({
        issuer: environment.BINNACLE_OIDC_ISSUER!,
        audience: environment.BINNACLE_OIDC_AUDIENCE!,
        logger,
      });
  }
}
