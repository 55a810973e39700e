import {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  ProcessEnvironment,
  TopicEnvironment,
  WorkerEnvironment,
  type LogLevel,
} from "@binnacle/platform";

export class HousekeeperEnvironment extends composeEnvironment(
  composeEnvironment(WorkerEnvironment, ConfigFileEnvironment),
  composeEnvironment(DatabaseEnvironment, AwsEnvironment, TopicEnvironment),
) {}

/** A dry run listens nowhere and publishes no probe. */
export class DryRunEnvironment extends composeEnvironment(
  ProcessEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
) {
  // Standard output belongs to what would go.
  override LOG_LEVEL: LogLevel = "fatal";
}
