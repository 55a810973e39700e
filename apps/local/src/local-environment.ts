import {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  PayloadEnvironment,
  ServerEnvironment,
  TextVariable,
  UrlVariable,
} from "@binnacle/platform";

/** What the local stack reads. Everything else in its environment is handed to the apps as it is. */
export class LocalEnvironment extends composeEnvironment(
  composeEnvironment(ServerEnvironment, ConfigFileEnvironment),
  composeEnvironment(AwsEnvironment, PayloadEnvironment),
) {
  @UrlVariable({
    schemes: ["postgres", "postgresql"],
    example: "postgres://user:password@host:5432/database",
    description: "a PostgreSQL to use instead of the embedded one",
    secret: true,
    optional: true,
  })
  DATABASE_URL?: string;

  @TextVariable({
    pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    expected: "the ARN of a standard topic such as arn:aws:sns:eu-west-1:123456789012:binnacle",
    description: "a topic of yours, together with BINNACLE_QUEUE_URL",
    optional: true,
  })
  BINNACLE_TOPIC_ARN?: string;

  @UrlVariable({
    schemes: ["http", "https"],
    example: "https://sqs.eu-west-1.amazonaws.com/123456789012/binnacle",
    description: "the queue that is subscribed to that topic",
    optional: true,
  })
  BINNACLE_QUEUE_URL?: string;

  @TextVariable({
    expected: "the path of a folder",
    description: "data of the embedded stack; .binnacle in the checkout when unset",
    optional: true,
  })
  BINNACLE_HOME?: string;
}
