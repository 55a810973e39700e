import {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  PayloadEnvironment,
  QueueEnvironment,
  WorkerEnvironment,
} from "@binnacle/platform";

export class SinkEnvironment extends composeEnvironment(
  WorkerEnvironment,
  DatabaseEnvironment,
  AwsEnvironment,
  QueueEnvironment,
  PayloadEnvironment,
  ConfigFileEnvironment,
) {}
