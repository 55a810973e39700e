import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startEmulator } from "@binnacle/embedded";
import { TransientError } from "@binnacle/errors";
import { emulatedMessaging } from "../test-servers/emulated-messaging.js";
import { eventually } from "../test-servers/eventually.js";
import { TestQueue } from "../test-servers/test-queue.js";
import type { SqsConsumerOptions } from "./consumer-options.js";
import { SqsConsumer } from "./sqs-consumer.js";

let messaging: Awaited<ReturnType<typeof emulatedMessaging>>;
let queue: TestQueue;

beforeAll(async () => {
  messaging = await emulatedMessaging(await startEmulator({ port: 0 }));
});

afterAll(async () => {
  await messaging.stop();
});

beforeEach(async () => {
  queue = await TestQueue.create(messaging.sqs);
});

function start(options: Partial<SqsConsumerOptions> & Pick<SqsConsumerOptions, "handle">): SqsConsumer {
  const consumer = new SqsConsumer({ client: messaging.sqs, queueUrl: queue.url, waitTimeSeconds: 1, ...options });
  consumer.start();
  return consumer;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`);
}

describe(`${SqsConsumer.name}, when it is stopped`, () => {
  it("finishes the batch under way, deletes its messages, and gives back what waits behind it", async () => {
    await queue.sendMany(numbered(15));
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const batches: number[] = [];
    const aborted: boolean[] = [];
    const consumer = start({
      limits: { messages: 10 },
      handle: async (messages, signal) => {
        batches.push(messages.length);
        await gate;
        aborted.push(signal.aborted);
        return messages;
      },
    });
    await eventually(async () => (await queue.counts()).join() === "0,15");
    const stopped = consumer.stop();
    await eventually(async () => (await queue.counts()).join() === "5,10");
    release();
    await stopped;
    expect(await queue.counts()).toEqual([5, 0]);
    expect({ batches, aborted }).toEqual({ batches: [10], aborted: [false] });
  });

  it("aborts a handler that takes too long, and gives its messages back", async () => {
    await queue.sendMany(numbered(3));
    let reason: unknown;
    const consumer = start({
      handle: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reason = signal.reason;
            reject(new Error("rolled back"));
          });
        }),
    });
    await eventually(async () => (await queue.counts())[1] === 3);
    await consumer.stop({ timeoutMs: 1_500 });
    expect(reason).toBeDefined();
    expect(await queue.counts()).toEqual([3, 0]);
  });

  it("gives the messages back even of a handler that does not listen", async () => {
    await queue.send("one");
    const consumer = start({ handle: () => new Promise(() => {}) });
    await eventually(async () => (await queue.counts())[1] === 1);
    await consumer.stop({ timeoutMs: 1_500 });
    expect(await queue.counts()).toEqual([1, 0]);
  });

  it("gives back a batch that it holds for a cause outside of it, without waiting for the next attempt", async () => {
    await queue.send("one");
    let attempts = 0;
    const consumer = start({
      handle: () => {
        attempts++;
        return Promise.reject(new TransientError("no database"));
      },
    });
    await eventually(() => attempts >= 3);
    await consumer.stop();
    expect(await queue.counts()).toEqual([1, 0]);
  });

  it("leaves no poll behind that would take a message for nobody", async () => {
    const consumer = start({ handle: (messages) => Promise.resolve(messages), pollers: 2 });
    await Promise.all([consumer.stop(), consumer.stop()]);
    await queue.send("late");
    expect(await queue.counts()).toEqual([1, 0]);
  });

  it("does not wait for its gate to open", async () => {
    const consumer = start({
      handle: (messages) => Promise.resolve(messages),
      canReceive: () => new Promise(() => {}),
    });
    await consumer.stop({ timeoutMs: 600_000 });
  });

  it("may be stopped without having been started", async () => {
    const consumer = new SqsConsumer({
      client: messaging.sqs,
      queueUrl: queue.url,
      handle: (messages) => Promise.resolve(messages),
    });
    await consumer.stop();
    expect(() => consumer.start()).toThrow(expect.objectContaining({ code: "ALREADY_STARTED" }));
  });
});
