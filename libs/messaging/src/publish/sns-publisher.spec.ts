import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { SNSClient } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { CatalogRecord, ReadingRecord } from "@binnacle/contract";
import { createSnsClient } from "../aws/aws-clients.js";
import { TEST_AWS } from "../test-servers/emulated-messaging.js";
import { eventually } from "../test-servers/eventually.js";
import { readingOf } from "../test-servers/records.js";
import { StrictSns, type SnsEntry } from "../test-servers/strict-sns.js";
import { SnsPublisher, type SnsPublisherOptions } from "./sns-publisher.js";

const NOW = "2026-01-02T03:04:05.000000Z";

let sns: StrictSns;
let client: SNSClient;
let publisher: SnsPublisher;

function openPublisher(options: Partial<SnsPublisherOptions> = {}): SnsPublisher {
  return new SnsPublisher({ topicArn: "arn:aws:sns:us-east-1:000000000000:t", client, now: () => NOW, ...options });
}

function messageOf({ body, attributes }: SnsEntry): { source?: string; records: ReadingRecord[] } {
  const text = attributes["Content-Encoding"] ? gunzipSync(Buffer.from(body, "base64")).toString() : body;
  return JSON.parse(text) as { records: ReadingRecord[] };
}

function confirmedNames(): string[] {
  return sns.confirmed.flatMap((entry) => messageOf(entry).records.map(({ resource }) => resource.name));
}

beforeEach(async () => {
  sns = await StrictSns.start();
  client = createSnsClient({ ...TEST_AWS, endpoint: sns.endpoint });
  publisher = openPublisher();
});

afterEach(async () => {
  await publisher.close();
  client.destroy();
  await sns.stop();
});

describe(SnsPublisher.name, () => {
  it("publishes the records of a session in one message under its source, with the time written into them", async () => {
    const session = publisher.open("orders-team/k8s");
    await session.publish({ kind: "resource", type: "Service", name: "orders", parent: null });
    await session.publish({ ...readingOf("orders", 1), collectedOn: "2025-01-01T00:00:00Z" });
    await session.publish({ kind: "removal", resource: { type: "Service", name: "old" } });
    const report = await session.flush();

    expect(sns.confirmed.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      {
        source: "orders-team/k8s",
        records: [
          { kind: "resource", type: "Service", name: "orders", parent: null, observedOn: NOW },
          { ...readingOf("orders", 1), collectedOn: "2025-01-01T00:00:00Z" },
          { kind: "removal", resource: { type: "Service", name: "old" }, removedOn: NOW },
        ],
      },
    ]);
    const bytes = Buffer.byteLength(sns.confirmed[0]?.body ?? "");
    expect(report).toEqual({ published: 3, messages: 1, bytes, failed: [] });
  });

  it("names no source for the anonymous one, and refuses one that no message may name", async () => {
    const session = publisher.open("anonymous");
    await session.publish(readingOf("a", 1));
    await session.flush();
    expect(messageOf(sns.confirmed[0] as SnsEntry)).not.toHaveProperty("source");
    expect(() => publisher.open("not valid")).toThrow(expect.objectContaining({ code: "INVALID_SOURCE" }));
  });

  it("prints raw numbers digit for digit", async () => {
    const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
    const session = publisher.open("s");
    await session.publish({ ...readingOf("a", 0), value: { exact: rawJSON("12345678901234567890.10") } });
    await session.flush();
    expect(sns.confirmed[0]?.body).toContain('"value":{"exact":12345678901234567890.10}');
  });

  it("breaks no limit of SNS, loses nothing and sends nothing twice, whatever the records and limits are", async () => {
    const length = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
      { weight: 2, arbitrary: fc.integer({ min: 60_000, max: 280_000 }) },
    );
    const fill = fc.constantFrom("x", "é", "€", "😀", "\u{FFFE}", "\n");
    const records = fc.array(fc.record({ length, fill }), { minLength: 1, maxLength: 60 });
    const limits = fc.record({
      packRecords: fc.integer({ min: 1, max: 60 }),
      packBytes: fc.integer({ min: 1, max: 600_000 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(records, limits, async (contents, options) => {
        sns.confirmed.length = 0;
        const many = openPublisher(options);
        const sessions = [many.open("s/0"), many.open("s/1")];
        for (const [index, { length: size, fill: unit }] of contents.entries()) {
          await sessions[index % 2]?.publish(readingOf(String(index), size / Buffer.byteLength(unit), unit));
        }
        const reports = await Promise.all(sessions.map((session) => session.flush()));
        await many.close();

        expect(sns.breaches).toEqual([]);
        expect(reports.flatMap(({ failed }) => failed)).toEqual([]);
        expect(reports.reduce((sum, { published }) => sum + published, 0)).toBe(contents.length);
        expect(confirmedNames().toSorted()).toEqual(contents.map((_, index) => String(index)).toSorted());
      }),
      { numRuns: 40 },
    );
  });

  it("says which records are too large, and sends their neighbours", async () => {
    const session = publisher.open("s");
    const huge: CatalogRecord = readingOf("huge", 1, randomBytes(300_000).toString("base64"));
    await session.publish(readingOf("before", 10));
    await session.publish(huge);
    await session.publish(readingOf("after", 10));
    const { published, failed } = await session.flush();
    expect(failed).toEqual([{ record: huge, code: "TOO_LARGE", detail: expect.stringContaining("bytes") }]);
    expect(failed[0]?.record).toBe(huge);
    expect(published).toBe(2);
    expect(confirmedNames()).toEqual(["before", "after"]);
  });

  it("splits a pack that fits in no form as a whole", async () => {
    const large = openPublisher({ packBytes: 1_000_000 });
    const session = large.open("s");
    for (const name of ["a", "b", "c", "d"]) {
      await session.publish(readingOf(name, 1, randomBytes(100_000).toString("base64")));
    }
    expect(await session.flush()).toMatchObject({ published: 4, failed: [] });
    expect(sns.confirmed.length).toBeGreaterThan(1);
    expect(confirmedNames().toSorted()).toEqual(["a", "b", "c", "d"]);
    await large.close();
  });

  it("reports a record that is no JSON, and sends its neighbours", async () => {
    const session = publisher.open("s");
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    await session.publish({ ...readingOf("bad", 0), value: circular });
    await session.publish(readingOf("good", 1));
    expect(await session.flush()).toMatchObject({ published: 1, failed: [{ code: "NOT_JSON" }] });
  });

  it("lets the messages of several sessions share a call", async () => {
    const sessions = Array.from({ length: 5 }, (_, index) => publisher.open(`s/${index}`));
    for (const session of sessions) {
      await session.publish(readingOf("a", 1));
    }
    await Promise.all(sessions.map((session) => session.flush()));
    expect(sns.calls.map((entries) => entries.length)).toEqual([5]);
  });

  it("sends a message that is not full once it has lingered", async () => {
    const session = publisher.open("s");
    await session.publish(readingOf("a", 1));
    await eventually(() => sns.confirmed.length === 1);
    expect(await session.flush()).toMatchObject({ published: 1, messages: 1 });
    expect(await session.flush()).toEqual({ published: 0, messages: 0, bytes: 0, failed: [] });
  });

  it("makes its caller wait while the buffer is full, and lets it go on when there is room", async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    sns.answer = async () => {
      await gate;
      return "confirm" as const;
    };
    const bounded = openPublisher({ maxBufferedBytes: 50_000, packBytes: 10_000, concurrency: 1 });
    const session = bounded.open("s");
    let taken = 0;
    const publishing = (async () => {
      for (let index = 0; index < 40; index++) {
        await session.publish(readingOf(String(index), 5_000));
        taken++;
      }
    })();
    await eventually(() => sns.calls.length === 1);
    const takenWhileFull = taken;
    expect(takenWhileFull).toBeGreaterThanOrEqual(8);
    expect(takenWhileFull).toBeLessThanOrEqual(10);
    open();
    await publishing;
    expect(await session.flush()).toMatchObject({ published: 40, failed: [] });
    await bounded.close();
  });

  it("flushes on close, keeps the report, and then refuses records", async () => {
    const session = publisher.open("s");
    await session.publish(readingOf("a", 1));
    await publisher.close();
    expect(confirmedNames()).toEqual(["a"]);
    expect(await session.flush()).toMatchObject({ published: 1 });
    await expect(session.publish(readingOf("b", 1))).rejects.toMatchObject({ code: "CLOSED" });
    await expect(publisher.publishMessage("{}")).rejects.toMatchObject({ code: "CLOSED" });
  });

  it("refuses options out of range, all at once", () => {
    expect(() => openPublisher({ packRecords: 10_001, packBytes: 0, concurrency: 0 })).toThrow(
      /packRecords.*\n.*packBytes.*\n.*concurrency/,
    );
  });
});

describe(`${SnsPublisher.name}, publishing a text as it is`, () => {
  it("sends the text with its attributes", async () => {
    await publisher.publishMessage('{"kind":"removal"}', { sentOn: NOW });
    expect(sns.confirmed).toMatchObject([
      { body: '{"kind":"removal"}', attributes: { sentOn: { type: "String", value: NOW } } },
    ]);
  });

  it("raises what a retry cannot change with SNS's code, and what it can as transient", async () => {
    sns.answer = () => ({ status: 403, code: "AuthorizationError" });
    await expect(publisher.publishMessage("{}")).rejects.toMatchObject({ code: "AuthorizationError" });
    const impatient = openPublisher({ retryForMs: 0 });
    sns.answer = () => ({ status: 503, code: "ServiceUnavailable" });
    await expect(impatient.publishMessage("{}")).rejects.toMatchObject({ name: "TransientError" });
  });
});
