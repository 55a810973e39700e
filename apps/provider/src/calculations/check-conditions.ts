import type { Scorecard } from "@binnacle/calculation";
import { ConfigurationError, TransientError } from "@binnacle/errors";
import { findConditionFault, type Database } from "@binnacle/store";

/**
 * Has PostgreSQL look at the conditions of scorecards.
 * @throws ConfigurationError that names the key of each that is none
 * @throws TransientError if the database does not answer
 */
export async function checkConditions(
  database: Database,
  scorecards: readonly Scorecard[],
  file: string,
): Promise<void> {
  const faults: string[] = [];
  for (const [index, { checks }] of scorecards.entries()) {
    for (const [position, { where }] of checks.entries()) {
      const fault = where === undefined ? undefined : await findConditionFault(database, where);
      if (fault !== undefined) faults.push(`${file}: scorecards[${index}].checks[${position}].where ${fault}`);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** Whether it was looked at; a database that does not answer yet will be asked again. */
export async function checkedNow(checking: () => Promise<void>): Promise<boolean> {
  try {
    await checking();
    return true;
  } catch (error) {
    if (error instanceof TransientError) return false;
    throw error;
  }
}
