import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ReceiveMessageCommand, SendMessageCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import { createSqsClient } from "@binnacle/messaging";
import { createTestMessaging, type TestMessaging } from "@binnacle/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { runDeadLetterCommand, USAGE } from "./dead-letter-command.js";

/** After so many the queue gives a message up. */
const MAX_RECEIVES = 10;
const RECORDS = '{"source":"team/a","records":[{"kind":"resource","type":"Service","name":"a\\u001b"}]}';

describe(runDeadLetterCommand.name, () => {
  let messaging: TestMessaging;
  let home: string;
  let sqs: SQSClient;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "binnacle-dlq-"));
  });
  afterAll(() => rm(home, { recursive: true }));
  beforeEach(async () => {
    messaging = await createTestMessaging();
    const { endpoint, region, ...urls } = messaging;
    sqs = createSqsClient({ endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
    await writeFile(join(home, "stack.json"), JSON.stringify({ awsEndpoint: endpoint, region, ...urls }));
  });
  afterEach(() => sqs.destroy());

  async function run(args: string, env: Record<string, string> = { BINNACLE_HOME: home }) {
    let [out, err] = ["", ""];
    const output = { out: (text: string) => (out += text), err: (text: string) => (err += text) };
    const code = await runDeadLetterCommand(args.split(" "), env, output);
    return { code, out, err };
  }

  const send = async (MessageBody: string, attributes: Record<string, string> = {}): Promise<string> => {
    const MessageAttributes = Object.fromEntries([
      ...Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
      ["opaque", { DataType: "Binary", BinaryValue: Buffer.from([1, 2]) }],
    ]);
    const { MessageId } = await sqs.send(
      new SendMessageCommand({ QueueUrl: messaging.queueUrl, MessageBody, MessageAttributes }),
    );
    return MessageId!;
  };
  const receive = async (QueueUrl: string): Promise<Message[]> => {
    const all = { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All" as const] };
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0, ...all });
    return (await sqs.send(command)).Messages ?? [];
  };
  /** Receives everything so often without deleting it that the queue gives it up. */
  const giveUp = async (): Promise<void> => {
    for (let time = 0; time <= MAX_RECEIVES; time++) await receive(messaging.queueUrl);
  };
  const listed = async (): Promise<any[]> => JSON.parse((await run("list --json")).out);

  it("lists what the queue gave up, and leaves it there", async () => {
    expect(await run("list")).toEqual({ code: 0, out: "The dead-letter queue is empty.\n", err: "" });
    const plain = await send(RECORDS, { sentOn: "2020-01-01T00:00:00Z" });
    const packed = await send(gzipSync(RECORDS).toString("base64"), { "Content-Encoding": "gzip" });
    const odd = await send("\u009Bx\ny");
    await giveUp();
    for (let look = 0; look < 2; look++) {
      const [oldest, ...others] = await listed();
      expect(oldest).toMatchObject({
        id: plain,
        bytes: RECORDS.length,
        source: "team/a",
        sentOn: "2020-01-01T00:00:00.000000Z",
        start: RECORDS.slice(0, 80),
      });
      expect(others).toHaveLength(2);
      expect(others).toContainEqual(
        expect.objectContaining({ id: packed, source: "team/a", start: RECORDS.slice(0, 80) }),
      );
      expect(others).toContainEqual(expect.objectContaining({ id: odd, source: null, bytes: 5 }));
    }
    const { out } = await run("list");
    expect(out.split("\n")).toHaveLength(5);
    expect(out).toContain(`${plain}  `);
    // No message reaches the terminal with anything but characters that are shown.
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
  });

  it("shows a whole message", async () => {
    const id = await send(RECORDS, { sentOn: "2020-01-01T00:00:00Z" });
    await giveUp();
    const { out, code } = await run(`show ${id}`);
    expect(code).toBe(0);
    expect(out).toContain(`id: ${id}\n`);
    expect(out).toContain("sentOn: 2020-01-01T00:00:00Z\n");
    expect(out.endsWith(`\n\n${RECORDS}\n`)).toBe(true);
    expect(JSON.parse((await run(`show ${id} --json`)).out)).toMatchObject({ id, body: RECORDS, source: "team/a" });
    expect(await run("show nobody")).toMatchObject({ code: 1, err: expect.stringContaining("no message nobody") });
  });

  it("sends one message again, with all of its attributes and its original time", async () => {
    const first = await send(RECORDS, { "Content-Encoding": "identity" });
    const second = await send(RECORDS);
    const [{ Attributes }] = (await receive(messaging.queueUrl)) as [Message];
    await giveUp();
    expect(await run(`redrive ${first} nobody`)).toMatchObject({
      code: 1,
      out: `${first} is in the queue again\n`,
      err: expect.stringContaining("no message nobody"),
    });
    expect((await listed()).map(({ id }) => id)).toEqual([second]);
    const [message, ...others] = await receive(messaging.queueUrl);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      Body: RECORDS,
      MessageAttributes: {
        "Content-Encoding": { StringValue: "identity" },
        sentOn: { StringValue: new Date(Number(Attributes!.SentTimestamp)).toISOString().replace("Z", "000Z") },
      },
    });
    expect([...message!.MessageAttributes!["opaque"]!.BinaryValue!]).toEqual([1, 2]);
  });

  it("sends everything again, and keeps what it cannot send", async () => {
    const sentOn = "2020-01-01T00:00:00Z";
    const ids = [await send(RECORDS, { sentOn }), await send("{", { sentOn })];
    await giveUp();
    const nowhere = {
      BINNACLE_DEAD_LETTER_QUEUE_URL: messaging.deadLetterQueueUrl,
      BINNACLE_QUEUE_URL: "http://127.0.0.1:9/x",
    };
    const { code, out } = await withEnvironment(() => run("redrive --all --json", nowhere));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ redriven: [], failed: [{}, {}] });
    expect(await listed()).toHaveLength(2);

    const done = await run("redrive --all --json");
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(done.out)).toEqual({ redriven: expect.arrayContaining(ids), failed: [] });
    expect(await listed()).toEqual([]);
    const again = await receive(messaging.queueUrl);
    expect(again.map(({ MessageAttributes }) => MessageAttributes!["sentOn"]!.StringValue)).toEqual([
      "2020-01-01T00:00:00.000000Z",
      "2020-01-01T00:00:00.000000Z",
    ]);
    expect(await run("redrive --all")).toMatchObject({ code: 0, out: "The dead-letter queue is empty.\n" });
  });

  /** The queue that is named by a variable is reached as the AWS SDK is told. */
  async function withEnvironment<T>(work: () => Promise<T>): Promise<T> {
    const before = { ...process.env };
    const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    Object.assign(process.env, { AWS_ENDPOINT_URL: messaging.endpoint, AWS_REGION: messaging.region, ...credentials });
    try {
      return await work();
    } finally {
      process.env = before;
    }
  }

  it.each([
    ["", "nothing is no command"],
    ["drop", "drop is no command"],
    ["list 1", "list takes no ID"],
    ["show", "show takes one ID"],
    ["redrive", "redrive takes IDs or --all"],
    ["redrive 1 --all", "redrive takes IDs or --all"],
    ["list --every", "Unknown option '--every'"],
  ])("refuses %j", async (args, fault) => {
    const { code, err } = await runWords(args === "" ? [] : args.split(" "));
    expect(code).toBe(1);
    expect(err).toContain(fault);
  });

  async function runWords(words: string[]) {
    let err = "";
    const code = await runDeadLetterCommand(words, {}, { out: () => {}, err: (text) => (err += text) });
    return { code, err };
  }

  it.each([
    [{ BINNACLE_HOME: "/nowhere" }, "/nowhere/stack.json: no stack runs here"],
    [{ BINNACLE_DEAD_LETTER_QUEUE_URL: "queue" }, "BINNACLE_DEAD_LETTER_QUEUE_URL must be a URL such as"],
  ])("says what is missing of %j", async (env, fault) => {
    expect(await run("list", env)).toMatchObject({ code: 1, out: "", err: expect.stringContaining(fault) });
  });

  it("needs to know where a redrive goes", async () => {
    const env = { BINNACLE_DEAD_LETTER_QUEUE_URL: messaging.deadLetterQueueUrl };
    expect(await run("redrive --all", env)).toMatchObject({
      code: 1,
      err: "BINNACLE_QUEUE_URL must be set for a redrive\n",
    });
  });

  it("explains itself", async () => {
    expect(await run("--help")).toEqual({ code: 0, out: USAGE, err: "" });
  });
});
