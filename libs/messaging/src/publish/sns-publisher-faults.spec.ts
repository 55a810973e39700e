import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { SNSClient } from "@aws-sdk/client-sns";
import type { ReadingRecord } from "@binnacle/contract";
import { createSnsClient } from "../aws/aws-clients.js";
import { TEST_AWS } from "../test-servers/emulated-messaging.js";
import { readingOf } from "../test-servers/records.js";
import { StrictSns } from "../test-servers/strict-sns.js";
import { SnsPublisher, type SnsPublisherOptions } from "./sns-publisher.js";

let sns: StrictSns;
let client: SNSClient;

function openPublisher(options: Partial<SnsPublisherOptions> = {}): SnsPublisher {
  return new SnsPublisher({ topicArn: "arn:aws:sns:us-east-1:000000000000:t", client, packRecords: 1, ...options });
}

/** Publishes records in messages of one each, and reports. */
async function publishAll(publisher: SnsPublisher, names: string[]) {
  const session = publisher.open("s");
  for (const name of names) {
    await session.publish(readingOf(name, 1));
  }
  const report = await session.flush();
  await publisher.close();
  return report;
}

/** How often SNS was handed each record. */
function attempts(name: string): number {
  return sns.calls.flat().filter(({ body }) => body.includes(`"name":"${name}"`)).length;
}

beforeEach(async () => {
  sns = await StrictSns.start();
  client = createSnsClient({ ...TEST_AWS, endpoint: sns.endpoint });
});

afterEach(async () => {
  client.destroy();
  await sns.stop();
});

describe("A publisher whose topic fails", () => {
  it("sends only those messages again that failed, and confirms each once", async () => {
    sns.answer = (_, call) =>
      call === 1
        ? { fail: ({ body }) => (/"[bd]"/.test(body) ? { code: "InternalError", senderFault: false } : undefined) }
        : "confirm";
    const report = await publishAll(openPublisher(), ["a", "b", "c", "d"]);
    expect(report).toMatchObject({ published: 4, messages: 4, failed: [] });
    expect(["a", "b", "c", "d"].map(attempts)).toEqual([1, 2, 1, 2]);
    expect(sns.confirmed).toHaveLength(4);
  });

  it("does not send again what is the sender's fault, and says so", async () => {
    sns.answer = () => ({
      fail: ({ body }) => (body.includes('"b"') ? { code: "InvalidParameter", senderFault: true } : undefined),
    });
    const report = await publishAll(openPublisher(), ["a", "b", "c"]);
    expect(report).toMatchObject({
      published: 2,
      failed: [{ record: { resource: { name: "b" } }, code: "InvalidParameter", detail: "no" }],
    });
    expect(attempts("b")).toBe(1);
  });

  it("sends again what was throttled, even if SNS blames the sender", async () => {
    sns.answer = (_, call) =>
      call === 1 ? { fail: () => ({ code: "ThrottledException", senderFault: true }) } : "confirm";
    expect(await publishAll(openPublisher(), ["a", "b"])).toMatchObject({ published: 2, failed: [] });
  });

  it.each([
    { status: 503, code: "ServiceUnavailable" },
    { status: 500, code: "InternalFailure" },
    { status: 400, code: "Throttling" },
    { status: 429, code: "TooManyRequests" },
    { status: 403, code: "ExpiredToken" },
    "hang up" as const,
  ])("gets over calls that are answered by %j", async (fault) => {
    sns.answer = (_, call) => (call <= 2 ? fault : "confirm");
    expect(await publishAll(openPublisher(), ["a", "b", "c"])).toMatchObject({ published: 3, failed: [] });
    expect(sns.confirmed).toHaveLength(3);
  });

  it("gets over a call that is never answered", async () => {
    const impatient = new SNSClient({
      ...TEST_AWS,
      endpoint: sns.endpoint,
      maxAttempts: 1,
      requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
    });
    sns.answer = (_, call) => (call === 1 ? "never" : "confirm");
    expect(await publishAll(openPublisher({ client: impatient }), ["a"])).toMatchObject({ published: 1, failed: [] });
    impatient.destroy();
  });

  it("finds out which message made SNS refuse a whole call, and sends the others", async () => {
    sns.answer = (entries) =>
      entries.some(({ body }) => body.includes('"c"')) ? { status: 400, code: "InvalidParameter" } : "confirm";
    const report = await publishAll(openPublisher(), ["a", "b", "c", "d"]);
    expect(report).toMatchObject({
      published: 3,
      failed: [{ record: { resource: { name: "c" } }, code: "InvalidParameter" }],
    });
    expect(sns.calls.map((entries) => entries.length)).toEqual([4, 1, 1, 1, 1]);
  });

  it("gives up when the time for it is over, with the last code and every record", async () => {
    sns.answer = () => ({ status: 503, code: "ServiceUnavailable" });
    const report = await publishAll(openPublisher({ retryForMs: 300 }), ["a", "b"]);
    expect(report.published).toBe(0);
    const failures = report.failed.map(({ record, code }) => `${(record as ReadingRecord).resource.name} ${code}`);
    expect(failures.toSorted()).toEqual(["a ServiceUnavailable", "b ServiceUnavailable"]);
    expect(attempts("a")).toBeGreaterThan(1);
  });

  it("tells of a topic that nobody listens at", async () => {
    await sns.stop();
    const report = await publishAll(openPublisher({ retryForMs: 200 }), ["a"]);
    expect(report).toMatchObject({ published: 0, failed: [{ detail: expect.stringContaining("ECONNREFUSED") }] });
    sns = await StrictSns.start();
  });
});
