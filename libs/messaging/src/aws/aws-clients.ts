import type { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";

/**
 * Overrides of what the AWS SDK reads from the environment by itself (`AWS_ENDPOINT_URL`, `AWS_REGION`, credentials).
 */
export interface AwsOptions {
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** A long poll lasts up to 20 s before SQS answers. */
const POLL_TIMEOUT_MS = 30_000;
const PAYLOAD_TIMEOUT_MS = 30_000;

/**
 * One attempt a call: the publisher retries itself, because only it can take the failed messages of a call into
 * another one.
 */
export function createSnsClient(options: AwsOptions = {}): SNSClient {
  return new SNSClient({ ...options, maxAttempts: 1, requestHandler: requestHandler(REQUEST_TIMEOUT_MS) });
}

export function createSqsClient(options: AwsOptions = {}): SQSClient {
  return new SQSClient({
    ...options,
    requestHandler: requestHandler(POLL_TIMEOUT_MS),
    // An emulator prints queue URLs with host names that resolve nowhere.
    useQueueUrlAsEndpoint: !hasCustomEndpoint("SQS", options),
  });
}

/** Loaded on first use: the S3 client adds 10 MB to a process, and most processes never meet a payload over 256 KiB. */
export async function createS3Client(options: AwsOptions = {}): Promise<S3Client> {
  const { S3Client: Client } = await import("@aws-sdk/client-s3");
  return new Client({
    ...options,
    requestHandler: requestHandler(PAYLOAD_TIMEOUT_MS),
    // Emulators do not answer at <bucket>.<host>.
    forcePathStyle: hasCustomEndpoint("S3", options),
  });
}

function requestHandler(requestTimeout: number) {
  // Without `throwOnRequestTimeout` the SDK only warns. Its agents keep connections alive by default.
  return { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout, throwOnRequestTimeout: true };
}

function hasCustomEndpoint(service: "SQS" | "S3", options: AwsOptions): boolean {
  return Boolean(options.endpoint ?? process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env["AWS_ENDPOINT_URL"]);
}
