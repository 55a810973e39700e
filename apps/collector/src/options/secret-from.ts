import { ConfigurationError } from "@binnacle/errors";

/**
 * A secret from the environment variable that an option names, so that no configuration file holds it.
 * @param option the option, for the fault
 * @throws ConfigurationError that names the variable, if it is not there
 */
export function secretFrom(variable: string, option: string, environment: NodeJS.ProcessEnv = process.env): string {
  const secret = environment[variable]?.trim();
  if (secret === undefined || secret === "") {
    throw new ConfigurationError([`${option} names the environment variable ${variable}, which is not set`]);
  }
  return secret;
}
