import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BinnacleClient, type ChangeEvent } from "@binnacle/client";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ChaosDatabase } from "./chaos/chaos-database.js";
import { eventually } from "./eventually.js";
import { startApp, type StartedApp } from "./started-app.js";

const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";

describe("the change feed of a running provider", () => {
  let folder: string;
  let database: ChaosDatabase;
  let provider: StartedApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-feed-"));
    database = await ChaosDatabase.start(join(folder, "data"), join(folder, "log"));
    provider = await startApp("provider", {
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
      AWS_REGION: "us-east-1",
    });
  }, 120_000);

  afterAll(async () => {
    await provider?.stop();
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const write = (type: string) =>
    database.query("INSERT INTO change (changes) VALUES ($1)", [JSON.stringify([[ID, type, "changed", []]])]);

  it("outlasts a killed database on one connection, loses nothing, and ends with the process", async () => {
    const events: ChangeEvent[] = [];
    let connections = 0;
    const abort = new AbortController();
    const following = (async () => {
      const client = new BinnacleClient({ baseUrl: provider.url });
      for await (const event of client.changes({ signal: abort.signal, onConnect: () => connections++ }))
        events.push(event);
    })();
    await eventually(() => expect(connections).toBe(1));
    const types = ["before"];
    await write("before");
    for (let round = 0; round < 2; round++) {
      await database.kill("SIGKILL");
      await wait(1_500);
      await database.startAgain();
      types.push(`after ${round}`);
      await write(`after ${round}`);
    }
    await eventually(() => expect(events).toHaveLength(types.length));
    expect(events).toEqual(types.map((resourceType) => expect.objectContaining({ event: "change", resourceType })));
    expect(connections).toBe(1);
    expect(await provider.stop()).toBe(0);
    abort.abort();
    await following;
  });
});
