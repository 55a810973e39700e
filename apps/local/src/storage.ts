import { join } from "node:path";
import { startPostgres, type Postgres } from "@binnacle/embedded";
import { ConfigurationError } from "@binnacle/errors";
import { readCatalogConfiguration } from "@binnacle/platform";
import { createProviderLogin, migrate, syncReadIndexes } from "@binnacle/store";
import type { Settings } from "./settings.js";
import type { Progress } from "./progress.js";

/** Where the catalog is kept. */
export interface Storage {
  url: string;
  /** The same for the provider, which may do less. */
  providerUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL, unless DATABASE_URL names another, and brings the schema up to date.
 *
 * @param onLost called when the embedded server ended without being asked to.
 */
export async function openStorage(settings: Settings, progress: Progress, onLost: () => void): Promise<Storage> {
  const { DATABASE_URL: given } = settings.environment;
  const configuration = await readCatalogConfiguration(settings.config);
  const server = given === undefined ? await startServer(settings, progress, onLost) : undefined;
  const url = given ?? server?.url ?? "";
  try {
    const migrations = await migrate(url);
    const { created, dropped } = await syncReadIndexes(url, configuration);
    if (created.length + dropped.length > 0) {
      progress.say(`indexes of declared fields: ${created.length} made, ${dropped.length} dropped`);
    }
    progress.say(migrations.length === 0 ? "schema is up to date" : `schema migrated (${migrations.length} steps)`);
  } catch (error) {
    await server?.stop();
    if (given === undefined) throw error;
    throw new ConfigurationError([`DATABASE_URL: ${(error as Error).message}`], { cause: error });
  }
  // Roles of somebody else's server are that one's business.
  const providerUrl = given === undefined ? await createProviderLogin(url) : url;
  return { url, providerUrl, stop: server?.stop ?? (() => Promise.resolve()) };
}

async function startServer(settings: Settings, progress: Progress, onLost: () => void): Promise<Postgres> {
  const server = await startPostgres({
    dataDirectory: join(settings.home, "postgres"),
    logFile: join(settings.home, "logs", "postgres.log"),
    log: (line) => progress.say(line),
  });
  progress.say(`PostgreSQL listens on 127.0.0.1:${server.port}`);
  let isStopping = false;
  void server.exited.then(() => isStopping || onLost());
  return {
    ...server,
    stop: () => {
      isStopping = true;
      return server.stop();
    },
  };
}
