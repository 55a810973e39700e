import { ConfigurationError } from "@binnacle/errors";
import {
  AwsEnvironment,
  ChoiceVariable,
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  PayloadEnvironment,
  ServerEnvironment,
  TextVariable,
  TopicEnvironment,
} from "@binnacle/platform";
import { isLoopback } from "./http/host-guard.js";

export class ProviderEnvironment extends composeEnvironment(
  ServerEnvironment,
  DatabaseEnvironment,
  AwsEnvironment,
  TopicEnvironment,
  PayloadEnvironment,
  ConfigFileEnvironment,
) {
  @ChoiceVariable({
    choices: ["none", "tokens", "oidc"],
    description: "who may ask; none is for loopback addresses only",
  })
  BINNACLE_AUTH: "none" | "tokens" | "oidc" = "none";

  @TextVariable({
    expected: "names or paths of packages, separated by commas",
    description: "packages that bring calculations; they are trusted code",
    optional: true,
  })
  BINNACLE_PLUGINS?: string;
}

/** @throws ConfigurationError where the variables do not go together */
export function checkEnvironment({ BINNACLE_AUTH, HOST }: ProviderEnvironment): void {
  if (BINNACLE_AUTH !== "none") {
    throw new ConfigurationError([
      `BINNACLE_AUTH must be none, got "${BINNACLE_AUTH}", which this version cannot check`,
    ]);
  }
  if (!isLoopback(HOST)) {
    throw new ConfigurationError([
      `BINNACLE_AUTH must not be none where HOST is no loopback address, and HOST is ${JSON.stringify(HOST)}`,
    ]);
  }
}
