import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startEmulator } from "@binnacle/embedded";
import { TransientError } from "@binnacle/errors";
import { emulatedMessaging } from "../test-servers/emulated-messaging.js";
import { eventually } from "../test-servers/eventually.js";
import { TestQueue } from "../test-servers/test-queue.js";
import type { SqsConsumerOptions } from "./consumer-options.js";
import type { ReceivedMessage } from "./received-message.js";
import { SqsConsumer } from "./sqs-consumer.js";

let messaging: Awaited<ReturnType<typeof emulatedMessaging>>;
let queue: TestQueue;
let consumer: SqsConsumer | undefined;

beforeAll(async () => {
  messaging = await emulatedMessaging(await startEmulator({ port: 0 }));
});

afterAll(async () => {
  await messaging.stop();
});

beforeEach(async () => {
  queue = await TestQueue.create(messaging.sqs);
});

afterEach(async () => {
  await consumer?.stop({ timeoutMs: 0 });
  consumer = undefined;
});

function start(options: Partial<SqsConsumerOptions> & Pick<SqsConsumerOptions, "handle">): SqsConsumer {
  consumer = new SqsConsumer({ client: messaging.sqs, queueUrl: queue.url, waitTimeSeconds: 1, ...options });
  consumer.start();
  return consumer;
}

/** A handler that accepts everything and remembers the batches. */
function accepting() {
  const batches: (readonly ReceivedMessage[])[] = [];
  const handle = (messages: readonly ReceivedMessage[]) => {
    batches.push(messages);
    return Promise.resolve(messages);
  };
  return { batches, handle };
}

function bodies(messages: readonly ReceivedMessage[]): string[] {
  return messages.map(({ body }) => body).toSorted();
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${String(index).padStart(4, "0")}`);
}

describe(SqsConsumer.name, () => {
  it("hands a lone message over as it was received, and deletes it", async () => {
    const { batches, handle } = accepting();
    start({ handle });
    await queue.send("one", { sentOn: "x", other: "y" });
    await eventually(() => queue.isEmpty());
    expect(batches).toEqual([
      [
        {
          id: expect.any(String),
          body: "one",
          attributes: { sentOn: "x", other: "y" },
          receivedOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
          receiveCount: 1,
          receiptHandle: expect.any(String),
        },
      ],
    ]);
  });

  it("collects a full queue over several receives into batches within its limits", async () => {
    const all = numbered(75);
    await queue.sendMany(all);
    const { batches, handle } = accepting();
    start({ handle, limits: { messages: 30 } });
    await eventually(() => batches.flat().length === 75);
    expect(bodies(batches.flat())).toEqual(all);
    expect(batches.map(({ length }) => length)).toEqual([30, 30, 15]);
    await eventually(() => queue.isEmpty());
  });

  it("cuts batches by bytes", async () => {
    await queue.sendMany(numbered(8).map((body) => body.padEnd(1_000)));
    const { batches, handle } = accepting();
    start({ handle, limits: { bytes: 3_500 } });
    await eventually(() => batches.flat().length === 8);
    expect(Math.max(...batches.map(({ length }) => length))).toBe(3);
  });

  it("receives fewer at a time where messages are large, and as many as it may again where they are not", async () => {
    const { batches, handle } = accepting();
    const received: number[] = [];
    const large = numbered(20).map((text) => text.padEnd(200_000, "x"));
    for (const body of large) await queue.send(body);
    start({ handle, listener: { onReceived: ({ messages }) => received.push(messages) } });
    await eventually(() => queue.isEmpty());
    expect(bodies(batches.flat())).toEqual(large);
    expect(Math.max(...received.splice(0).slice(1))).toBeLessThanOrEqual(5);
    await queue.sendMany(numbered(200));
    await eventually(() => queue.isEmpty());
    expect(received).toContain(10);
    expect(batches.flat()).toHaveLength(220);
  });

  it("receives the next batch while one is being handled, but no more than that", async () => {
    await queue.sendMany(numbered(100));
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const batches: number[] = [];
    start({
      limits: { messages: 20 },
      handle: async (messages) => {
        batches.push(messages.length);
        await gate;
        return messages;
      },
    });
    await eventually(async () => (await queue.counts())[1] === 40);
    expect(batches).toEqual([20]);
    release();
    await eventually(() => queue.isEmpty());
    expect(batches).toEqual([20, 20, 20, 20, 20]);
  });

  it("handles full batches side by side where it may, and nothing beside what is not full", async () => {
    await queue.sendMany(numbered(50));
    const underWay: (() => void)[] = [];
    const batches: number[] = [];
    start({
      limits: { messages: 20 },
      concurrency: 2,
      handle: async (messages) => {
        batches.push(messages.length);
        await new Promise<void>((resolve) => underWay.push(resolve));
        return messages;
      },
    });
    await eventually(async () => (await queue.counts())[1] === 50);
    expect(batches).toEqual([20, 20]);
    underWay[1]!();
    // The other is under way still, and what waits is half a batch.
    await eventually(async () => (await queue.counts())[1] === 30);
    expect(batches).toEqual([20, 20]);
    underWay[0]!();
    await eventually(() => batches.length === 3);
    expect(batches).toEqual([20, 20, 10]);
    underWay[2]!();
    await eventually(() => queue.isEmpty());
  });

  it("handles nothing beside a message that is larger than a batch, nor such a one beside others", async () => {
    const bodies = [3_000, 10, 10, 3_000, 10, 10, 3_000].map((length, index) => `${index}`.padEnd(length, "x"));
    for (const body of bodies) await queue.send(body);
    const underWay = new Set<string>();
    const beside: string[] = [];
    const handled: string[] = [];
    start({
      limits: { messages: 1, bytes: 1_000 },
      concurrency: 3,
      handle: async (messages) => {
        const [{ body }] = messages as [ReceivedMessage];
        underWay.add(body);
        if (underWay.size > 1) beside.push(...underWay);
        await sleep(50);
        underWay.delete(body);
        handled.push(body);
        return messages;
      },
    });
    await eventually(() => queue.isEmpty());
    expect(handled.toSorted()).toEqual(bodies);
    expect(beside.filter(({ length }) => length > 1_000)).toEqual([]);
  });

  it("deletes only what the handler accepted; the rest comes again, later", async () => {
    await queue.sendMany(["good", "bad"]);
    const seen: string[] = [];
    start({
      handle: (messages) => {
        seen.push(...messages.map(({ body, receiveCount }) => `${body} ${receiveCount}`));
        return Promise.resolve(messages.filter(({ body, receiveCount }) => body === "good" || receiveCount === 2));
      },
    });
    await eventually(async () => (await queue.counts()).join() === "0,1");
    expect(seen.toSorted()).toEqual(["bad 1", "good 1"]);
    await eventually(() => queue.isEmpty());
    expect(seen.toSorted()).toEqual(["bad 1", "bad 2", "good 1"]);
  });

  it("leaves messages undeleted when the handler fails, and goes on with others", async () => {
    const failures: unknown[] = [];
    const boom = new Error("boom");
    start({
      listener: { onFailed: ({ error, messages }) => failures.push([error, messages]) },
      handle: (messages) =>
        messages.some(({ body }) => body === "bad") ? Promise.reject(boom) : Promise.resolve(messages),
    });
    await queue.send("bad");
    await eventually(() => failures.length === 1);
    expect(failures).toEqual([[boom, 1]]);
    await queue.send("next");
    await eventually(async () => (await queue.counts()).join() === "0,1");
  });

  it("holds a batch and hands the same messages over again while the cause lies outside of them", async () => {
    await queue.sendMany(numbered(5));
    const held: number[] = [];
    const calls: (readonly ReceivedMessage[])[] = [];
    start({
      listener: { onHeld: ({ attempt }) => held.push(attempt) },
      handle: (messages) => {
        calls.push(messages);
        return calls.length < 4 ? Promise.reject(new TransientError("no database")) : Promise.resolve(messages);
      },
    });
    await eventually(() => queue.isEmpty());
    expect(held).toEqual([1, 2, 3]);
    for (const call of calls) {
      expect(call).toBe(calls[0]);
    }
  });

  it("keeps hidden what it handles and what waits behind it, for longer than the visibility timeout", async () => {
    await queue.sendMany(numbered(15));
    const visibilitySeconds = 2;
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const batches: (readonly ReceivedMessage[])[] = [];
    start({
      visibilityTimeoutSeconds: visibilitySeconds,
      limits: { messages: 10 },
      handle: async (messages) => {
        batches.push(messages);
        await gate;
        return messages;
      },
    });
    await eventually(async () => (await queue.counts())[1] === 15);
    const hidden: number[] = [];
    const until = performance.now() + (visibilitySeconds + 0.5) * 1_000;
    await eventually(async () => {
      hidden.push((await queue.counts())[1]);
      return performance.now() > until;
    });
    expect(new Set(hidden)).toEqual(new Set([15]));
    release();
    await eventually(() => queue.isEmpty());
    expect(batches.flat().map(({ receiveCount }) => receiveCount)).toEqual(Array(15).fill(1));
  });

  it("hands messages over alone from their third receive on", async () => {
    await queue.sendMany(["poison a", "poison b"]);
    await queue.receiveAndGiveBack(2);
    await queue.sendMany(["sound a", "sound b"]);
    const { batches, handle } = accepting();
    start({ handle });
    await eventually(() => queue.isEmpty());
    const alone = batches.filter((batch) => batch.some(({ body }) => body.startsWith("poison")));
    expect(alone.map(bodies).toSorted()).toEqual([["poison a"], ["poison b"]]);
    expect(bodies(batches.flat())).toHaveLength(4);
  });

  it("receives only while its gate is open", async () => {
    await queue.send("one");
    let asked = 0;
    let open = false;
    const { batches, handle } = accepting();
    start({
      handle,
      canReceive: () => {
        asked++;
        return open ? Promise.resolve() : Promise.reject(new Error("no database"));
      },
    });
    await eventually(() => asked >= 2);
    expect(await queue.counts()).toEqual([1, 0]);
    open = true;
    await eventually(() => queue.isEmpty());
    expect(batches).toHaveLength(1);
  });

  it("tells how deep the queue is", async () => {
    await queue.sendMany(numbered(3));
    const idle = new SqsConsumer({ client: messaging.sqs, queueUrl: queue.url, handle: accepting().handle });
    expect(await idle.queueDepth()).toEqual({ visible: 3, inFlight: 0, delayed: 0 });
  });

  it("tells its listener what it received, handled and deleted", async () => {
    await queue.sendMany(numbered(3));
    const events: unknown[] = [];
    const { handle } = accepting();
    start({
      handle,
      listener: {
        onReceived: (event) => events.push(["received", event]),
        onHandled: (event) => events.push(["handled", event]),
        onDeleted: (event) => events.push(["deleted", event]),
      },
    });
    await eventually(() => events.length === 3);
    expect(events).toEqual([
      ["received", { queueUrl: queue.url, messages: 3, bytes: 15 }],
      ["handled", { queueUrl: queue.url, messages: 3, accepted: 3, durationMs: expect.any(Number) }],
      ["deleted", { queueUrl: queue.url, messages: 3 }],
    ]);
  });

  it("starts once", () => {
    const started = start(accepting());
    expect(() => started.start()).toThrow(expect.objectContaining({ code: "ALREADY_STARTED" }));
  });

  it.each([
    [{ visibilityTimeoutSeconds: 0 }, /visibilityTimeoutSeconds/],
    [{ visibilityTimeoutSeconds: 30, heartbeatSeconds: 30 }, /heartbeatSeconds/],
    [{ waitTimeSeconds: 21 }, /waitTimeSeconds/],
    [{ pollers: 0 }, /pollers/],
    [{ limits: { messages: 0 } }, /limits/],
  ])("refuses the options %j", (options, message) => {
    const { handle } = accepting();
    expect(() => new SqsConsumer({ queueUrl: queue.url, handle, ...options })).toThrow(message);
  });
});
