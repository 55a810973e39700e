import { join } from "node:path";
import { startEmulator } from "@binnacle/embedded";
import { ConfigurationError } from "@binnacle/errors";
import { provisionMessaging } from "@binnacle/messaging";
import type { Progress } from "./progress.js";
import type { Settings } from "./settings.js";

const DEFAULT_REGION = "us-east-1";
/** The emulator takes any, the AWS SDK insists on some. */
const EMULATOR_CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

/** How messages travel. */
export interface Messaging {
  /** `null`: Amazon's own. */
  endpoint: string | null;
  region: string | null;
  topicArn: string;
  queueUrl: string;
  /** `null` where topic and queue were given: nobody said which it is. */
  deadLetterQueueUrl: string | null;
  payloadBucket: string | null;
  /** What the apps need to reach it. */
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/**
 * Uses the topic and the queue that were given, else provisions them: at AWS_ENDPOINT_URL where that is set, else on the
 * embedded emulator, which it starts.
 */
export async function openMessaging(settings: Settings, progress: Progress): Promise<Messaging> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, ...given } = settings.environment;
  const { BINNACLE_TOPIC_ARN: topicArn, BINNACLE_QUEUE_URL: queueUrl, BINNACLE_PAYLOAD_BUCKET: bucket } = given;
  if (topicArn !== undefined && queueUrl !== undefined) {
    return {
      endpoint: endpoint ?? null,
      region: region ?? null,
      topicArn,
      queueUrl,
      deadLetterQueueUrl: null,
      payloadBucket: bucket ?? null,
      env: {},
      stop: () => Promise.resolve(),
    };
  }
  if (endpoint !== undefined) return provision(settings, endpoint, {}, () => Promise.resolve());

  const emulator = await startEmulator({ dataDirectory: join(settings.home, "aws") });
  progress.say(`SNS, SQS and S3 are emulated on ${emulator.endpoint}`);
  const env = {
    AWS_ACCESS_KEY_ID: EMULATOR_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: EMULATOR_CREDENTIALS.secretAccessKey,
    // What else a developer's shell has for real accounts must not win over that.
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
  };
  try {
    return await provision(settings, emulator.endpoint, env, () => emulator.stop());
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function provision(
  settings: Settings,
  endpoint: string,
  env: NodeJS.ProcessEnv,
  stop: () => Promise<void>,
): Promise<Messaging> {
  const { AWS_REGION: region = DEFAULT_REGION, BINNACLE_PAYLOAD_BUCKET: bucket } = settings.environment;
  const isEmbedded = "AWS_ACCESS_KEY_ID" in env;
  try {
    const resources = await provisionMessaging({
      endpoint,
      region,
      ...(isEmbedded && { credentials: EMULATOR_CREDENTIALS }),
      ...(bucket !== undefined && { names: { bucket } }),
    });
    return {
      ...resources,
      endpoint,
      region,
      env: { ...env, AWS_ENDPOINT_URL: endpoint, AWS_REGION: region },
      stop,
    };
  } catch (error) {
    if (isEmbedded) throw error;
    throw new ConfigurationError([`AWS_ENDPOINT_URL: ${(error as Error).message}`], { cause: error });
  }
}
