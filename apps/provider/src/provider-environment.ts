import { ConfigurationError } from "@binnacle/errors";
import {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  PayloadEnvironment,
  ServerEnvironment,
  TextVariable,
  TopicEnvironment,
} from "@binnacle/platform";
import { AuthEnvironment } from "./auth/auth-environment.js";
import { isConfidential } from "./auth/oidc/discover.js";
import { isLoopback } from "./http/host-guard.js";

export class ProviderEnvironment extends composeEnvironment(
  ServerEnvironment,
  DatabaseEnvironment,
  AwsEnvironment,
  TopicEnvironment,
  PayloadEnvironment,
  ConfigFileEnvironment,
  AuthEnvironment,
) {
  @TextVariable({
    expected: "names or paths of packages, separated by commas",
    description: "packages that bring calculations; they are trusted code",
    optional: true,
  })
  BINNACLE_PLUGINS?: string;

  @TextVariable({
    expected: "the path of a folder",
    description: "view plug-ins for the UI, with views.json; they are trusted code, served to everybody",
    optional: true,
  })
  BINNACLE_VIEWS?: string;

  @TextVariable({
    expected: "at least 32 characters",
    pattern: /^.{32,}$/,
    description: "what the ids of receipts are signed with, the same for all providers; default: a key in the database",
    optional: true,
  })
  BINNACLE_RECEIPT_KEY?: string;
}

/** @throws ConfigurationError where the variables do not go together */
export function checkEnvironment(environment: ProviderEnvironment): void {
  const { BINNACLE_AUTH, HOST, BINNACLE_TOKENS_FILE, BINNACLE_OIDC_ISSUER, BINNACLE_OIDC_AUDIENCE } = environment;
  const faults: string[] = [];
  if (BINNACLE_AUTH === "none" && !isLoopback(HOST)) {
    faults.push(
      `BINNACLE_AUTH must not be none where HOST is no loopback address, and HOST is ${JSON.stringify(HOST)}`,
    );
  }
  if (BINNACLE_AUTH === "tokens" && BINNACLE_TOKENS_FILE === undefined) {
    faults.push("BINNACLE_TOKENS_FILE must be set where BINNACLE_AUTH is tokens");
  }
  if (BINNACLE_AUTH === "oidc") {
    if (BINNACLE_OIDC_ISSUER === undefined) faults.push("BINNACLE_OIDC_ISSUER must be set where BINNACLE_AUTH is oidc");
    else if (!isConfidential(BINNACLE_OIDC_ISSUER)) faults.push("BINNACLE_OIDC_ISSUER must be an https URL");
    if (BINNACLE_OIDC_AUDIENCE === undefined) {
      faults.push("BINNACLE_OIDC_AUDIENCE must be set where BINNACLE_AUTH is oidc");
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
}
