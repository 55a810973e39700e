import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";

const run = promisify(execFile);
const SINK = new URL("../../apps/sink/", import.meta.url);
const BUNDLE = fileURLToPath(new URL("dist/bundle/lambda.mjs", SINK));

/** What Lambda does with the file: loads it, then hands it one event. */
const INVOKE = `
const { handler } = await import(process.argv[1]);
console.log(JSON.stringify(await handler(JSON.parse(process.argv[2]), { awsRequestId: "1" })));
process.exit(0);`;

const RECORD = {
  messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
  receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
  body: '{"source":"team/a","records":[{"kind":"resource","type":"Service","name":"bundled"}]}',
  attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1793534400123", SenderId: "AIDAIENQZJOLO23YVJ4VO" },
  messageAttributes: {},
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:binnacle",
  awsRegion: "us-east-2",
};

describe("The bundle for AWS Lambda", () => {
  let database: TestDatabase;
  /** Away from every node_modules, as in Lambda. */
  let folder: string;

  beforeAll(async () => {
    [database] = await Promise.all([
      createTestDatabase(),
      run(process.execPath, [fileURLToPath(new URL("scripts/bundle-lambda.mjs", SINK))]),
    ]);
    folder = await mkdtemp(join(tmpdir(), "binnacle-lambda-"));
    await copyFile(BUNDLE, join(folder, "lambda.mjs"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  const invoke = (event: object, env: Record<string, string>) => {
    const file = pathToFileURL(join(folder, "lambda.mjs")).href;
    return run(process.execPath, ["--input-type=module", "--eval", INVOKE, file, JSON.stringify(event)], { env });
  };

  it("is one file that stores the messages of an event", async () => {
    const { stdout } = await invoke({ Records: [RECORD] }, { DATABASE_URL: database.url });
    const [log, answer] = stdout.trim().split("\n");
    expect(JSON.parse(answer!)).toEqual({ batchItemFailures: [] });
    expect(JSON.parse(log!)).toMatchObject({
      msg: "stored a batch",
      ledger: [{ source: "team/a", kind: "resource", outcome: "created", count: 1 }],
    });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    expect((await client.query("SELECT name FROM resource")).rows).toEqual([{ name: "bundled" }]);
    await client.end();
  });

  it("names every fault of its configuration, and does not start", async () => {
    await expect(invoke({ Records: [RECORD] }, { BINNACLE_PAYLOAD_BUCKET: "NO" })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^BINNACLE_PAYLOAD_BUCKET must be .*\nDATABASE_URL must be /u),
    });
  });
});
