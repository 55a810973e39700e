import { HousekeepingSection, readPolicy, type HousekeepingPolicy } from "@binnacle/housekeeping";
import { readConfigFile, validateConfiguration } from "@binnacle/platform";

/**
 * By what rules the housekeeper works, by `housekeeping` of a configuration file; the defaults without a file, or without the key.
 * @throws ConfigurationError with a line for every fault
 */
export async function readHousekeepingPolicy(file: string | undefined): Promise<HousekeepingPolicy> {
  const { housekeeping } = (file === undefined ? {} : await readConfigFile(file)) as { housekeeping?: unknown };
  const section = housekeeping === undefined ? {} : { housekeeping };
  const where = file ?? "housekeeping";
  return readPolicy(validateConfiguration(HousekeepingSection, section, where).housekeeping, where);
}
