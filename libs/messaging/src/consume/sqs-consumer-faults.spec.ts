import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startEmulator } from "@binnacle/embedded";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { createSqsClient } from "../aws/aws-clients.js";
import { emulatedMessaging } from "../test-servers/emulated-messaging.js";
import { eventually } from "../test-servers/eventually.js";
import { FaultProxy } from "../test-servers/fault-proxy.js";
import { TestQueue } from "../test-servers/test-queue.js";
import type { SqsConsumerOptions } from "./consumer-options.js";
import { QueueError } from "./queue-error.js";
import type { ReceivedMessage } from "./received-message.js";
import { SqsConsumer } from "./sqs-consumer.js";

let messaging: Awaited<ReturnType<typeof emulatedMessaging>>;
let proxy: FaultProxy;
let client: SQSClient;
let queue: TestQueue;
let consumer: SqsConsumer;
let handled: string[];

beforeAll(async () => {
  messaging = await emulatedMessaging(await startEmulator({ port: 0 }));
});

afterAll(async () => {
  await messaging.stop();
});

beforeEach(async () => {
  queue = await TestQueue.create(messaging.sqs);
  proxy = await FaultProxy.start(messaging.aws.endpoint);
  client = createSqsClient({ ...messaging.aws, endpoint: proxy.endpoint });
  handled = [];
});

afterEach(async () => {
  await consumer.stop({ timeoutMs: 0 });
  client.destroy();
  await proxy.stop();
});

function handle(messages: readonly ReceivedMessage[]) {
  handled.push(...messages.map(({ body }) => body));
  return Promise.resolve(messages);
}

function start(options: Partial<SqsConsumerOptions> = {}): void {
  consumer = new SqsConsumer({ client, queueUrl: queue.url, handle, waitTimeSeconds: 1, ...options });
  consumer.start();
}

/** SQS's answer that all entries of a batch call failed. */
function failAll(body: string, code: string, SenderFault: boolean) {
  const { Entries } = JSON.parse(body) as { Entries: { Id: string }[] };
  const Failed = Entries.map(({ Id }) => ({ Id, Code: code, Message: "no", SenderFault }));
  return { status: 200, body: JSON.stringify({ Successful: [], Failed }) };
}

function refusal(status: number, type: string) {
  return { status, body: JSON.stringify({ __type: type, message: "no" }) };
}

describe("A consumer whose queue fails", () => {
  // The SDK itself tries three times what may pass.
  it.each([
    { fate: "hang up" as const, attempts: 4 },
    { fate: refusal(503, "ServiceUnavailable"), attempts: 4 },
    { fate: refusal(400, "com.amazonaws.sqs#QueueDoesNotExist"), attempts: 2 },
  ])(
    "backs off while receiving is answered by $fate, says so once, and recovers by itself",
    async ({ fate, attempts }) => {
      const events: string[] = [];
      proxy.fate = (action) => (action === "ReceiveMessage" ? fate : "pass");
      start({
        listener: {
          onDisconnected: ({ queueUrl, error }) => {
            expect(error).toBeInstanceOf(QueueError);
            expect({ queueUrl, cause: error.cause }).toEqual({ queueUrl: queue.url, cause: expect.anything() });
            events.push("disconnected");
          },
          onReconnected: () => events.push("reconnected"),
        },
      });
      await eventually(() => proxy.actions.filter((action) => action === "ReceiveMessage").length >= attempts);
      await queue.send("one");
      proxy.fate = () => "pass";
      await eventually(() => queue.isEmpty());
      expect(handled).toEqual(["one"]);
      expect(events).toEqual(["disconnected", "reconnected"]);
    },
  );

  it("waits for a first message, but not for those that follow a full receive", async () => {
    const waits: number[] = [];
    proxy.fate = (action, body) => {
      if (action === "ReceiveMessage") {
        waits.push((JSON.parse(body) as { WaitTimeSeconds: number }).WaitTimeSeconds);
      }
      return "pass";
    };
    await queue.sendMany(Array.from({ length: 20 }, (_, index) => `m${index}`));
    start();
    await eventually(() => waits.length === 4);
    expect(waits).toEqual([1, 0, 0, 1]);
  });

  it("deletes again those messages whose deletion failed, and handles none twice", async () => {
    let deletions = 0;
    proxy.fate = (action, body) =>
      action === "DeleteMessageBatch" && ++deletions === 1 ? failAll(body, "InternalError", false) : "pass";
    const deleted: number[] = [];
    await queue.sendMany(["a", "b", "c"]);
    start({ listener: { onDeleted: ({ messages }) => deleted.push(messages) } });
    // The queue is empty before the consumer has read so.
    await eventually(() => deleted.length > 0);
    expect(await queue.isEmpty()).toBe(true);
    expect(handled.toSorted()).toEqual(["a", "b", "c"]);
    expect({ deleted, deletions }).toEqual({ deleted: [3], deletions: 2 });
  });

  it("gives up deleting what SQS refuses for good, and says which messages it is", async () => {
    proxy.fate = (action, body) =>
      action === "DeleteMessageBatch" ? failAll(body, "ReceiptHandleIsInvalid", true) : "pass";
    const failures: unknown[] = [];
    await queue.sendMany(["a", "b"]);
    start({
      listener: {
        onMessagesFailed: ({ action, messages, error }) =>
          failures.push({ action, messages, code: error.code, ids: error.messageIds.length }),
      },
    });
    await eventually(() => failures.length === 1);
    expect(failures).toEqual([{ action: "delete", messages: 2, code: "ReceiptHandleIsInvalid", ids: 2 }]);
    expect(proxy.actions.filter((action) => action === "DeleteMessageBatch")).toHaveLength(1);
  });

  it("goes on with the next messages while a deletion is not answered", async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    let deletions = 0;
    proxy.fate = async (action) => {
      if (action === "DeleteMessageBatch" && ++deletions === 1) {
        await gate;
      }
      return "pass" as const;
    };
    start();
    await queue.send("first");
    await eventually(() => handled.length === 1);
    await queue.send("second");
    await eventually(() => handled.length === 2);
    release();
    await eventually(() => queue.isEmpty());
  });

  it("keeps messages hidden although some heartbeats fail", async () => {
    let beats = 0;
    proxy.fate = (action, body) => {
      if (action !== "ChangeMessageVisibilityBatch") {
        return "pass";
      }
      return ++beats % 2 === 1 ? failAll(body, "InternalError", false) : "pass";
    };
    const failed: string[] = [];
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    await queue.send("one");
    start({
      visibilityTimeoutSeconds: 3,
      heartbeatSeconds: 0.4,
      listener: { onMessagesFailed: ({ action }) => failed.push(action) },
      handle: async (messages) => {
        handled.push(...messages.map(({ body }) => body));
        await gate;
        return messages;
      },
    });
    await eventually(() => beats >= 9);
    expect(await queue.counts()).toEqual([0, 1]);
    release();
    await eventually(() => queue.isEmpty());
    expect(handled).toEqual(["one"]);
    expect(new Set(failed)).toEqual(new Set(["extend"]));
  });

  it("tells once of a message that cannot be hidden any more, and lets it be", async () => {
    proxy.fate = (action, body) =>
      action === "ChangeMessageVisibilityBatch" ? failAll(body, "InvalidParameterValue", true) : "pass";
    const failed: string[] = [];
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    await queue.send("one");
    start({
      visibilityTimeoutSeconds: 3,
      heartbeatSeconds: 1.2,
      listener: { onMessagesFailed: ({ action, error }) => failed.push(`${action} ${error.code}`) },
      canReceive: () => (handled.length === 0 ? Promise.resolve() : Promise.reject(new Error("one is enough"))),
      handle: async (messages) => {
        handled.push(...messages.map(({ body }) => body));
        await gate;
        return messages;
      },
    });
    await eventually(() => failed.length > 0);
    const until = performance.now() + 1_300;
    await eventually(() => performance.now() > until);
    expect(failed).toEqual(["extend InvalidParameterValue"]);
    expect(proxy.actions.filter((action) => action === "ChangeMessageVisibilityBatch")).toHaveLength(1);
    release();
  });
});
