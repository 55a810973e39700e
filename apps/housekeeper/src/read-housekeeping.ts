import { HousekeepingSection, readPolicy, type HousekeepingPolicy } from "@binnacle/housekeeping";
import { readConfigFile, validateConfiguration } from "@binnacle/platform";

/**
 * Reads `housekeeping` of a configuration file; the defaults without a file, or without the key.
 * @throws ConfigurationError with a line for every fault
 */
export async function readHousekeeping(file: string | undefined): Promise<HousekeepingPolicy> {
  const where = file ?? "housekeeping";
  const content = file === undefined ? {} : ((await readConfigFile(file)) as { housekeeping?: unknown });
  const section = content.housekeeping === undefined ? {} : { housekeeping: content.housekeeping };
  return readPolicy(validateConfiguration(HousekeepingSection, section, where).housekeeping, where);
}
