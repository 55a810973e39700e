import { describe, expect, it } from "@jest/globals";
import { createTestMessaging } from "./index.js";

describe(createTestMessaging.name, () => {
  it("gives every caller resources of its own", async () => {
    const [one, other] = await Promise.all([createTestMessaging(), createTestMessaging()]);
    expect(one.endpoint).toBe(other.endpoint);
    for (const key of ["topicArn", "queueUrl", "deadLetterQueueUrl", "payloadBucket"] as const) {
      expect(one[key]).not.toBe(other[key]);
    }
  });
});
