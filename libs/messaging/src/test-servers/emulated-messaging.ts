import { setTimeout as sleep } from "node:timers/promises";
import { createSnsClient, createSqsClient } from "../aws/aws-clients.js";
import { provisionMessaging, type MessagingResources } from "../provision/provision-messaging.js";

export const TEST_AWS = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

/** Provisions a running emulator, and says how to reach everything. */
export async function emulatedMessaging(emulator: { endpoint: string; stop(): Promise<void> }) {
  const aws = { ...TEST_AWS, endpoint: emulator.endpoint };
  const resources: MessagingResources = await provisionMessaging(aws);
  const sns = createSnsClient(aws);
  const sqs = createSqsClient(aws);
  return {
    aws,
    sns,
    sqs,
    ...resources,
    async stop() {
      sns.destroy();
      sqs.destroy();
      await emulator.stop();
      // The emulator keeps timers for polls that were cut off; tests poll for a second.
      await sleep(1_000);
    },
  };
}
