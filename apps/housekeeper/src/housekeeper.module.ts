import { SnsPublisher } from "@binnacle/messaging";
import type { HousekeepingPolicy } from "@binnacle/housekeeping";
import { Health, LOGGER, PlatformModule, readCatalogConfiguration, type Logger } from "@binnacle/platform";
import {
  createDataSource,
  listPendingMigrations,
  openDatabase,
  poolUse,
  PostgresHousekeepingStore,
  syncReadIndexes,
} from "@binnacle/store";
import { Module, type DynamicModule } from "@nestjs/common";
import { HousekeeperEnvironment } from "./housekeeper-environment.js";
import type { HousekeeperContext } from "./housekeeper-flags.js";
import { HousekeeperLife } from "./housekeeper-life.js";
import { HousekeeperMetrics } from "./housekeeper-metrics.js";
import { HousekeeperWorker } from "./housekeeper-worker.js";
import { Probes } from "./probes.js";

/** One that works, one that makes partitions meanwhile, one that answers health checks. */
const POOL_SIZE = 3;
/** A probe that is not taken is followed by another. */
const PUBLISH_RETRY_MS = 3_000;

/** The composition root: what is built from what. */
@Module({})
export class HousekeeperModule {
  static forApp(context: HousekeeperContext, policy: HousekeepingPolicy): DynamicModule {
    return {
      module: HousekeeperModule,
      imports: [PlatformModule.forApp(context)],
      providers: [
        HousekeeperMetrics,
        {
          provide: HousekeeperLife,
          inject: [HousekeeperEnvironment, LOGGER, Health, HousekeeperMetrics],
          useFactory: (
            environment: HousekeeperEnvironment,
            logger: Logger,
            health: Health,
            metrics: HousekeeperMetrics,
          ) => createLife(policy, environment, logger, health, metrics),
        },
      ],
    };
  }
}

function createLife(
  policy: HousekeepingPolicy,
  { DATABASE_URL, BINNACLE_TOPIC_ARN, BINNACLE_CONFIG }: HousekeeperEnvironment,
  logger: Logger,
  health: Health,
  metrics: HousekeeperMetrics,
): HousekeeperLife {
  const dataSource = createDataSource({
    url: DATABASE_URL,
    applicationName: "binnacle-housekeeper",
    poolSize: POOL_SIZE,
  });
  const database = openDatabase(dataSource);
  const checkDatabase = async (): Promise<void> => {
    const pending = await listPendingMigrations(database);
    if (pending.length > 0) throw new Error(`the database lacks ${pending.join(", ")}; run: npm run migrate`);
  };
  health.addReadinessCheck("database", checkDatabase);
  metrics.watchDatabase(() => poolUse(dataSource));
  const publisher = new SnsPublisher({
    topicArn: BINNACLE_TOPIC_ARN,
    lingerMs: 5,
    retryForMs: PUBLISH_RETRY_MS,
    logger,
  });
  const worker = new HousekeeperWorker({
    open: async (signal) => {
      await checkDatabase();
      return PostgresHousekeepingStore.open(dataSource, { signal, load: policy.load });
    },
    probes: new Probes(publisher, policy.probe.every, logger),
    policy,
    // Without a file nobody says that there is nothing to index.
    syncIndexes:
      BINNACLE_CONFIG === undefined
        ? undefined
        : async () => syncReadIndexes(DATABASE_URL, await readCatalogConfiguration(BINNACLE_CONFIG)),
    metrics,
    logger,
  });
  return new HousekeeperLife(worker, async () => {
    await publisher.close();
    if (dataSource.isInitialized) await dataSource.destroy();
  });
}
