import { ConfigurationError } from "@binnacle/errors";
import {
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  describeEnvironment,
  readCatalogConfiguration,
  readEnvironment,
} from "@binnacle/platform";
import { migrate, syncReadIndexes } from "@binnacle/store";

class MigrateEnvironment extends composeEnvironment(DatabaseEnvironment, ConfigFileEnvironment) {}

const USAGE = `Usage: DATABASE_URL=postgresql://user:password@host:port/database npm run migrate

Brings the schema of a PostgreSQL 15 or newer up to date, then makes the indexes of the fields that binnacle.yaml declares and drops
those that it declares no longer, concurrently. Running it again changes nothing.

${describeEnvironment(MigrateEnvironment).join("\n")}`;

/** Where a command says what it did. */
export interface Terminal {
  tell(line: string): void;
  complain(line: string): void;
}

/** `npm run migrate`; its exit code. */
export async function migrateDatabase(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  { tell, complain }: Terminal,
): Promise<number> {
  if (args.includes("--help")) {
    tell(USAGE);
    return 0;
  }
  if (args.length > 0) {
    complain(`Unknown argument ${args[0]}.\n\n${USAGE}`);
    return 1;
  }
  try {
    const { DATABASE_URL: url, BINNACLE_CONFIG } = readEnvironment(MigrateEnvironment, variables);
    const configuration = await readCatalogConfiguration(BINNACLE_CONFIG);
    const applied = await migrate(url);
    tell(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The schema is up to date.");
    const { created, dropped } = await syncReadIndexes(url, configuration);
    if (created.length > 0) tell(`Made the indexes ${created.join(", ")}.`);
    if (dropped.length > 0) tell(`Dropped the indexes ${dropped.join(", ")}.`);
    return 0;
  } catch (error) {
    if (error instanceof ConfigurationError) for (const fault of error.faults) complain(fault);
    else complain(`Cannot migrate: ${describeFailure(error)}`);
    return 1;
  }
}

/** A server that is not there is told by its code alone. */
function describeFailure(error: unknown): string {
  const { message, code } = error as Error & { code?: string };
  return message || (code ?? "for an unknown reason");
}
