import {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  PayloadEnvironment,
  ProcessEnvironment,
  TopicEnvironment,
  WorkerEnvironment,
  type LogLevel,
} from "@binnacle/platform";

export class CollectorEnvironment extends composeEnvironment(
  composeEnvironment(WorkerEnvironment, ConfigFileEnvironment),
  composeEnvironment(composeEnvironment(AwsEnvironment, TopicEnvironment), PayloadEnvironment),
) {}

/** A dry run listens nowhere and publishes nothing. */
export class DryRunEnvironment extends composeEnvironment(ProcessEnvironment, ConfigFileEnvironment) {
  // Standard output belongs to the records; what there is to say about the run goes to standard error.
  override LOG_LEVEL: LogLevel = "fatal";
}
