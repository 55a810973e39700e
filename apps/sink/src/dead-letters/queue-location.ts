import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError } from "@binnacle/errors";
import type { DeadLetterQueueOptions } from "@binnacle/messaging";

export interface QueueLocation {
  deadLetters: DeadLetterQueueOptions;
  /** Where a message is sent again; needed for a redrive only. */
  queueUrl: string | undefined;
}

/** As much of `stack.json` as is read here. */
interface Stack {
  awsEndpoint?: string | null;
  region?: string | null;
  queueUrl?: string | null;
  deadLetterQueueUrl?: string | null;
}

/**
 * The queues that the environment names, else those of the stack that runs on this machine.
 * @throws ConfigurationError neither is there
 */
export async function locateQueues(env: Readonly<Record<string, string | undefined>>): Promise<QueueLocation> {
  const url = env["BINNACLE_DEAD_LETTER_QUEUE_URL"];
  if (url) {
    requireUrl("BINNACLE_DEAD_LETTER_QUEUE_URL", url);
    const queueUrl = env["BINNACLE_QUEUE_URL"] || undefined;
    if (queueUrl) requireUrl("BINNACLE_QUEUE_URL", queueUrl);
    return { deadLetters: { url }, queueUrl };
  }
  const file = join(env["BINNACLE_HOME"] || ".binnacle", "stack.json");
  const { awsEndpoint, region, queueUrl, deadLetterQueueUrl } = await readStack(file);
  if (!deadLetterQueueUrl) {
    throw new ConfigurationError([`BINNACLE_DEAD_LETTER_QUEUE_URL must be set: ${file} names no dead-letter queue`]);
  }
  const aws = {
    ...(awsEndpoint && { endpoint: awsEndpoint }),
    ...(region && { region }),
    // The emulator takes any, the AWS SDK insists on some.
    ...(awsEndpoint && isLoopback(awsEndpoint) && { credentials: { accessKeyId: "test", secretAccessKey: "test" } }),
  };
  return { deadLetters: { url: deadLetterQueueUrl, aws }, queueUrl: queueUrl ?? undefined };
}

async function readStack(file: string): Promise<Stack> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Stack;
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "no stack runs here" : "cannot be read";
    throw new ConfigurationError([`BINNACLE_DEAD_LETTER_QUEUE_URL must be set: ${file}: ${why}`], { cause });
  }
}

function requireUrl(name: string, value: string): void {
  if (/^https?:\/\/\S+$/u.test(value) && URL.canParse(value)) return;
  const example = "https://sqs.eu-west-1.amazonaws.com/123456789012/binnacle";
  throw new ConfigurationError([`${name} must be a URL such as ${example}, got ${JSON.stringify(value)}`]);
}

function isLoopback(endpoint: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(endpoint).hostname);
}
