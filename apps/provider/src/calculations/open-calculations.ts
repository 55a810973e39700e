import {
  builtInCalculations,
  CalculationRegistry,
  loadPlugins,
  type CatalogAccess,
  type Scorecard,
} from "@binnacle/calculation";
import { ConfigurationError } from "@binnacle/errors";
import type { HousekeepingPolicy } from "@binnacle/housekeeping";
import { createDataSource, PostgresCatalogAccess } from "@binnacle/store";
import type { ProviderEnvironment } from "../provider-environment.js";
import { readScorecards } from "./scorecards-configuration.js";

/** Connections of their own, so that slow calculations hold up no other read. */
const POOL_SIZE = 4;

/** What calculations run with. */
export interface OpenCalculations {
  registry: CalculationRegistry;
  access: CatalogAccess;
  close(): Promise<void>;
}

/** @throws ConfigurationError if the configuration is not acceptable, or a package brings no calculation or one with a name that is taken */
export async function openCalculations(
  environment: ProviderEnvironment,
  housekeeping: HousekeepingPolicy,
): Promise<OpenCalculations> {
  const file = environment.BINNACLE_CONFIG;
  const scorecards = file === undefined ? undefined : await readScorecards(file);
  const registry = await openRegistry(environment, scorecards);
  const dataSource = createDataSource({
    url: environment.DATABASE_URL,
    applicationName: "binnacle-calculations",
    poolSize: POOL_SIZE,
  });
  return {
    registry,
    access: new PostgresCatalogAccess(dataSource, { housekeeping }),
    close: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}

async function openRegistry(
  { BINNACLE_PLUGINS = "" }: ProviderEnvironment,
  scorecards: readonly Scorecard[] | undefined,
): Promise<CalculationRegistry> {
  const builtIn = builtInCalculations({ scorecards });
  const plugins = BINNACLE_PLUGINS.split(",")
    .map((plugin) => plugin.trim())
    .filter((plugin) => plugin !== "");
  try {
    return new CalculationRegistry([...builtIn, ...(await loadPlugins(plugins, process.cwd()))]);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(
      error.faults.map((fault) => `BINNACLE_PLUGINS: ${fault}`),
      { cause: error },
    );
  }
}
