import { randomBytes } from "node:crypto";
import type { MessagingResources } from "@binnacle/messaging";
import { useTestStack } from "./test-stack.js";

/** A topic, a queue with its dead-letter queue, and a bucket that nobody else uses. */
export interface TestMessaging extends MessagingResources {
  endpoint: string;
  region: string;
}

/** Provisions messaging under new names on the run's shared emulator. They go when the run ends. */
export async function createTestMessaging(): Promise<TestMessaging> {
  // Most tests need no messaging: they are spared the loading of the AWS SDK.
  const { provisionMessaging } = await import("@binnacle/messaging");
  const { endpoint } = await useTestStack("emulator");
  const region = "us-east-1";
  const name = `test-${randomBytes(8).toString("hex")}`;
  const resources = await provisionMessaging({
    endpoint,
    region,
    names: { topic: name, queue: name, deadLetterQueue: `${name}-dead-letters`, bucket: name },
  });
  return { ...resources, endpoint, region };
}
