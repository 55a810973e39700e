import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BinnacleClient } from "@binnacle/client";
import { createTestDatabase, createTestMessaging, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { startApp, type StartedApp } from "./started-app.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const EXAMPLE = `${ROOT}examples/my-collector.ts`;

describe("the collector of the README", () => {
  let database: TestDatabase;
  let apps: StartedApp[];

  beforeAll(async () => {
    const [db, messaging] = await Promise.all([createTestDatabase(), createTestMessaging()]);
    database = db;
    const environment = {
      AWS_ENDPOINT_URL: messaging.endpoint,
      AWS_REGION: messaging.region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: messaging.topicArn,
      BINNACLE_QUEUE_URL: messaging.queueUrl,
    };
    apps = await Promise.all([startApp("provider", environment), startApp("sink", environment)]);
  });

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await database.drop();
  });

  const run = (...args: string[]): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, [EXAMPLE, ...args], { env: { PATH: process.env["PATH"] } });

  it("is the one in examples/, to the letter", async () => {
    const readme = await readFile(`${ROOT}README.md`, "utf8");
    const snippet = /```ts\n(import[^`]*)```/.exec(readme)?.[1];
    expect(snippet).toBe(await readFile(EXAMPLE, "utf8"));
  });

  it("prints its records, one a line", async () => {
    const { stdout } = await run();
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { type: "Host", name: hostname() },
      { type: "LoadAverage", resource: { name: hostname() } },
    ]);
  });

  it("publishes them to the provider that it is given", async () => {
    const { url } = apps[0]!;
    const catalog = new BinnacleClient({ baseUrl: url });
    await run(url);
    await eventually(async () => {
      const query = { type: "Host", name: hostname(), readings: "*" };
      expect(await catalog.get("/resources/by-name", { params: { query } })).toMatchObject({
        declared: true,
        readings: { LoadAverage: { source: "my-team/hosts", value: { lastMinute: expect.any(Number) } } },
      });
    });
  });
});
