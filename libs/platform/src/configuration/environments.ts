import { getMetadataStorage } from "class-validator";
import { ChoiceVariable, IntegerVariable, TextVariable, UrlVariable } from "./variables.js";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What every process reads. */
export class ProcessEnvironment {
  @ChoiceVariable({ choices: LOG_LEVELS, description: "how much is logged" })
  LOG_LEVEL: LogLevel = "info";

  @TextVariable({
    pattern: /^[A-Za-z0-9._:%-]+$/,
    expected: "a host name or an IP address without a port",
    description: "the address that the process listens on",
  })
  HOST: string = "127.0.0.1";

  @UrlVariable({
    schemes: ["http", "https"],
    example: "http://localhost:4318",
    description: "where traces go, as OTLP over HTTP; none are made without it",
    optional: true,
  })
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  @TextVariable({
    pattern: /^(?:0(?:\.\d+)?|1(?:\.0+)?)$/,
    expected: "a number from 0 to 1",
    description: "the share of traces that are kept",
  })
  OTEL_TRACES_SAMPLER_ARG: string = "1";
}

/** A process with an API of its own, which also answers its health paths. */
export class ServerEnvironment extends ProcessEnvironment {
  @IntegerVariable({ min: 0, max: 65_535, description: "the port of the API; 0 picks a free one" })
  PORT: number = 3000;
}

/** A process without an API. */
export class WorkerEnvironment extends ProcessEnvironment {
  @IntegerVariable({
    min: 0,
    max: 65_535,
    description: "the port of /healthz, /readyz and /metrics; 0 picks a free one",
  })
  BINNACLE_HEALTH_PORT: number = 0;
}

export class DatabaseEnvironment {
  @UrlVariable({
    schemes: ["postgres", "postgresql"],
    example: "postgres://user:password@host:5432/database",
    description: "the PostgreSQL that holds the catalog",
    secret: true,
  })
  DATABASE_URL!: string;
}

/** What the AWS SDK reads by itself, credentials apart: declared here so that faults show at the start. */
export class AwsEnvironment {
  @UrlVariable({
    schemes: ["http", "https"],
    example: "http://127.0.0.1:4566",
    description: "an emulator instead of AWS",
    optional: true,
  })
  AWS_ENDPOINT_URL?: string;

  @TextVariable({
    pattern: /^[a-z0-9-]+$/,
    expected: "a region such as eu-west-1",
    description: "the AWS region",
    optional: true,
  })
  AWS_REGION?: string;
}

export class TopicEnvironment {
  @TextVariable({
    pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    expected: "the ARN of a standard topic such as arn:aws:sns:eu-west-1:123456789012:binnacle",
    description: "the SNS topic that records are published to",
  })
  BINNACLE_TOPIC_ARN!: string;
}

export class QueueEnvironment {
  @UrlVariable({
    schemes: ["http", "https"],
    example: "https://sqs.eu-west-1.amazonaws.com/123456789012/binnacle",
    description: "the SQS queue that records are received from",
  })
  BINNACLE_QUEUE_URL!: string;
}

export class PayloadEnvironment {
  @TextVariable({
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    expected: "the name of an S3 bucket",
    description: "the S3 bucket of payloads over 256 KiB",
    optional: true,
  })
  BINNACLE_PAYLOAD_BUCKET?: string;
}

export class ConfigFileEnvironment {
  @TextVariable({ expected: "the path of a YAML file", description: "the path of binnacle.yaml", optional: true })
  BINNACLE_CONFIG?: string;
}

/** What instances of all the classes have. */
type InstanceOfAll<Pieces extends readonly unknown[]> = Pieces extends readonly [new () => infer First, ...infer Rest]
  ? First & InstanceOfAll<Rest>
  : unknown;

/**
 * Joins pieces, their defaults and rules, into one class to extend:
 * `class SinkEnvironment extends composeEnvironment(WorkerEnvironment, DatabaseEnvironment) {}`.
 */
export function composeEnvironment<Pieces extends (new () => object)[]>(
  ...pieces: Pieces
): new () => InstanceOfAll<Pieces> {
  class Composed {
    constructor() {
      for (const Piece of pieces) Object.assign(this, new Piece());
    }
  }
  const storage = getMetadataStorage();
  for (const piece of pieces) {
    for (const rule of storage.getTargetValidationMetadatas(piece, "", false, false)) {
      storage.addValidationMetadata({ ...rule, target: Composed });
    }
  }
  return Composed as unknown as new () => InstanceOfAll<Pieces>;
}
