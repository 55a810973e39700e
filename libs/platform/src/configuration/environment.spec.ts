import { ConfigurationError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { describeEnvironment, readEnvironment } from "./environment.js";
import {
  AwsEnvironment,
  composeEnvironment,
  ConfigFileEnvironment,
  DatabaseEnvironment,
  PayloadEnvironment,
  QueueEnvironment,
  ServerEnvironment,
  TopicEnvironment,
  WorkerEnvironment,
} from "./environments.js";
import { IntegerVariable } from "./variables.js";

class SinkEnvironment extends composeEnvironment(
  WorkerEnvironment,
  DatabaseEnvironment,
  AwsEnvironment,
  QueueEnvironment,
  PayloadEnvironment,
) {
  @IntegerVariable({ min: 1, max: 64, description: "how many batches at a time" })
  BINNACLE_SINK_CONCURRENCY: number = 2;
}

const COMPLETE = {
  DATABASE_URL: "postgres://binnacle:hunter2@db:5432/catalog",
  BINNACLE_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/binnacle",
};

function faultsOf(environment: new () => object, source: Record<string, string>): readonly string[] {
  try {
    readEnvironment(environment, source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe("readEnvironment", () => {
  it("reads what the pieces and the class itself declare, typed, with defaults, and nothing else", () => {
    const environment = readEnvironment(SinkEnvironment, { ...COMPLETE, BINNACLE_HEALTH_PORT: "9001", PATH: "/bin" });
    expect(environment).toEqual({
      ...COMPLETE,
      LOG_LEVEL: "info",
      HOST: "127.0.0.1",
      OTEL_TRACES_SAMPLER_ARG: "1",
      BINNACLE_HEALTH_PORT: 9001,
      BINNACLE_SINK_CONCURRENCY: 2,
    });
    // The types know every piece, also one whose variables are all optional.
    const typed: [string, number, string | undefined, string | undefined] = [
      environment.DATABASE_URL,
      environment.BINNACLE_HEALTH_PORT,
      environment.AWS_REGION,
      environment.BINNACLE_PAYLOAD_BUCKET,
    ];
    expect(typed).toEqual([COMPLETE.DATABASE_URL, 9001, undefined, undefined]);
    expect(environment).toBeInstanceOf(SinkEnvironment);
    expect(Object.isFrozen(environment)).toBe(true);
  });

  it("names every variable that is missing or bad, one line each", () => {
    expect(faultsOf(SinkEnvironment, { BINNACLE_HEALTH_PORT: "abc", BINNACLE_SINK_CONCURRENCY: "65" })).toEqual([
      'BINNACLE_HEALTH_PORT must be an integer between 0 and 65535, got "abc"',
      "BINNACLE_QUEUE_URL must be a URL such as https://sqs.eu-west-1.amazonaws.com/123456789012/binnacle, but it is not set",
      'BINNACLE_SINK_CONCURRENCY must be an integer between 1 and 64, got "65"',
      "DATABASE_URL must be a URL such as postgres://user:***@host:5432/database, but it is not set",
    ]);
  });

  it.each(["80 ", "0x50", "8e1", "1.5", "-1", "65536", "９"])("refuses %j as a port", (PORT) => {
    expect(faultsOf(ServerEnvironment, { PORT })).toEqual([
      `PORT must be an integer between 0 and 65535, got ${JSON.stringify(PORT)}`,
    ]);
  });

  it.each([
    [DatabaseEnvironment, "DATABASE_URL", "mysql://binnacle:hunter2@db/catalog"],
    [DatabaseEnvironment, "DATABASE_URL", "binnacle:hunter2@db"],
    [AwsEnvironment, "AWS_ENDPOINT_URL", "ftp://user:hunter2@host"],
    [AwsEnvironment, "AWS_REGION", "eu west"],
    [TopicEnvironment, "BINNACLE_TOPIC_ARN", "arn:aws:sqs:eu-west-1:123456789012:binnacle"],
    [TopicEnvironment, "BINNACLE_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:binnacle.fifo"],
    [QueueEnvironment, "BINNACLE_QUEUE_URL", "binnacle"],
    [WorkerEnvironment, "OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
    [WorkerEnvironment, "OTEL_TRACES_SAMPLER_ARG", "1.5"],
    [PayloadEnvironment, "BINNACLE_PAYLOAD_BUCKET", "s3://bucket"],
  ])("%p: refuses %s=%s without printing a password", (environment, name, value) => {
    const [fault, ...others] = faultsOf(environment, { [name]: value });
    expect(fault).toMatch(new RegExp(`^${name} must be `));
    expect(fault).not.toContain("hunter2");
    expect(others).toEqual([]);
  });

  it("takes an empty variable for an unset one", () => {
    expect(readEnvironment(ConfigFileEnvironment, { BINNACLE_CONFIG: "" })).toEqual({});
    expect(readEnvironment(ServerEnvironment, { PORT: "" }).PORT).toBe(3000);
  });

  it("keeps pieces apart: composing one class adds nothing to another", () => {
    expect(readEnvironment(WorkerEnvironment, {})).not.toHaveProperty("BINNACLE_SINK_CONCURRENCY");
    expect(faultsOf(WorkerEnvironment, {})).toEqual([]);
  });
});

describe("describeEnvironment", () => {
  it("lists each variable once with its default", () => {
    class Environment extends composeEnvironment(ServerEnvironment, DatabaseEnvironment, ConfigFileEnvironment) {}
    expect(describeEnvironment(Environment)).toEqual([
      "BINNACLE_CONFIG              the path of binnacle.yaml",
      "DATABASE_URL                 the PostgreSQL that holds the catalog (required)",
      "HOST                         the address that the process listens on (127.0.0.1)",
      "LOG_LEVEL                    how much is logged (info)",
      "OTEL_EXPORTER_OTLP_ENDPOINT  where traces go, as OTLP over HTTP; none are made without it",
      "OTEL_TRACES_SAMPLER_ARG      the share of traces that are kept (1)",
      "PORT                         the port of the API; 0 picks a free one (3000)",
    ]);
  });
});
