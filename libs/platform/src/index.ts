export {
  readCatalogConfiguration,
  type CatalogConfiguration,
  type DeclaredField,
  type ReadingTypeSettings,
} from "./configuration/catalog-configuration.js";
export { readConfigFile } from "./configuration/config-file.js";
export {
  ConfigurationSchemas,
  type Describe,
  type JsonSchema,
  type Shape,
} from "./configuration/configuration-schema.js";
export { describeEnvironment, readEnvironment } from "./configuration/environment.js";
export {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  LOG_LEVELS,
  PayloadEnvironment,
  ProcessEnvironment,
  QueueEnvironment,
  ServerEnvironment,
  TopicEnvironment,
  WorkerEnvironment,
  type LogLevel,
} from "./configuration/environments.js";
export { validateConfiguration } from "./configuration/validate-configuration.js";
export {
  ChoiceVariable,
  IntegerVariable,
  TextVariable,
  UrlVariable,
  Variable,
  type VariableOptions,
  type VariableRule,
} from "./configuration/variables.js";
export { HealthServer, originOf } from "./health/health-server.js";
export {
  Health,
  HEALTH_PATHS,
  type CheckResult,
  type Liveness,
  type Readiness,
  type ReadinessCheck,
} from "./health/health.js";
export { createLogger, type Logger, type LoggerOptions } from "./logging/logger.js";
export { maskCredentials } from "./logging/mask-credentials.js";
export { NestLogger } from "./logging/nest-logger.js";
export { Metrics, type MetricOptions } from "./metrics/metrics.js";
export { watchPools, type PoolUse } from "./metrics/watch-pools.js";
export type { AppFlag } from "./process/app-flag.js";
export { announceListening, type ListeningMessage } from "./process/announce-listening.js";
export { readPackageInfo, type PackageInfo } from "./process/package-info.js";
export { HealthModule, LOGGER, PlatformModule } from "./process/platform.module.js";
export { runApp, type App, type AppContext, type RunningApp } from "./process/run-app.js";
export { startTracing, type Tracing, type TracingOptions } from "./tracing/tracing.js";
