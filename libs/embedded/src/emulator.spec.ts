import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startEmulator } from "./index.js";

async function sqs(endpoint: string, action: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return JSON.parse((await response.text()) || "{}") as Record<string, unknown>;
}

interface Received {
  Messages?: Array<{ Body: string; ReceiptHandle: string; Attributes: Record<string, string> }>;
}

async function receive(endpoint: string, queueUrl: string): Promise<NonNullable<Received["Messages"]>> {
  const received: Received = await sqs(endpoint, "ReceiveMessage", {
    QueueUrl: queueUrl,
    MessageSystemAttributeNames: ["ApproximateReceiveCount"],
  });
  return received.Messages ?? [];
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

describe(startEmulator.name, () => {
  let dataDirectory: string;
  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), "binnacle-emulator-"));
  });
  afterEach(() => rm(dataDirectory, { recursive: true }));

  it("listens on 127.0.0.1 only", async () => {
    const emulator = await startEmulator();
    const port = Number(new URL(emulator.endpoint).port);
    expect(await canConnect("127.0.0.1", port)).toBe(true);
    expect(await canConnect("127.0.0.2", port)).toBe(false);
    await emulator.stop();
  });

  it("takes another port when the wanted one is in use", async () => {
    const first = await startEmulator({ port: 0 });
    const second = await startEmulator({ port: Number(new URL(first.endpoint).port) });
    expect(second.endpoint).not.toBe(first.endpoint);
    await Promise.all([first.stop(), second.stop()]);
  });

  it("keeps messages over a restart at another address, with their receive counts", async () => {
    const first = await startEmulator({ port: 0, dataDirectory });
    const { QueueUrl } = (await sqs(first.endpoint, "CreateQueue", { QueueName: "kept" })) as { QueueUrl: string };
    expect(QueueUrl).toBe(`${first.endpoint}/000000000000/kept`);
    await sqs(first.endpoint, "SendMessage", { QueueUrl, MessageBody: "still here" });
    const [message] = await receive(first.endpoint, QueueUrl);
    await sqs(first.endpoint, "ChangeMessageVisibility", {
      QueueUrl,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    await first.stop();

    const second = await startEmulator({ port: 0, dataDirectory });
    const found = (await sqs(second.endpoint, "GetQueueUrl", { QueueName: "kept" })) as { QueueUrl: string };
    expect(found.QueueUrl).toBe(`${second.endpoint}/000000000000/kept`);
    const [again] = await receive(second.endpoint, found.QueueUrl);
    expect(again).toMatchObject({ Body: "still here", Attributes: { ApproximateReceiveCount: "2" } });
    await second.stop();
  });

  it("has lost nothing that it accepted when its process is killed", async () => {
    const holder = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        'const { startEmulator } = await import("@binnacle/embedded"); console.log((await startEmulator({ port: 0, dataDirectory: process.argv[1] })).endpoint);',
        dataDirectory,
      ],
      { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = (await once(holder.stdout, "data")) as [Buffer];
    const endpoint = line.toString("utf8").trim();
    const { QueueUrl } = (await sqs(endpoint, "CreateQueue", { QueueName: "kept" })) as { QueueUrl: string };
    for (let index = 0; index < 20; index++) await sqs(endpoint, "SendMessage", { QueueUrl, MessageBody: `${index}` });
    holder.kill("SIGKILL");
    await once(holder, "exit");

    const emulator = await startEmulator({ port: 0, dataDirectory });
    const { Attributes } = await sqs(emulator.endpoint, "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: "20" });
    await emulator.stop();
  });
});
