import {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  PayloadEnvironment,
  ProcessEnvironment,
} from "@binnacle/platform";

/** As the sink's own, without a queue: Lambda is told by its event source which one it reads. */
export class LambdaEnvironment extends composeEnvironment(
  ProcessEnvironment,
  DatabaseEnvironment,
  AwsEnvironment,
  PayloadEnvironment,
  ConfigFileEnvironment,
) {}
