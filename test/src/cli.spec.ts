import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { RunningStack } from "./running-stack.js";

const MAIN = fileURLToPath(new URL("../../apps/cli/dist/main.js", import.meta.url));

/** A command as it is called from a shell. */
class Call {
  stdout = "";
  stderr = "";
  private readonly ended: Promise<unknown[]>;

  constructor(readonly process: ChildProcess) {
    process.stdout!.on("data", (chunk) => (this.stdout += chunk));
    process.stderr!.on("data", (chunk) => (this.stderr += chunk));
    this.ended = once(process, "close");
  }

  async code(): Promise<number> {
    const [code] = await this.ended;
    return code as number;
  }

  get lines(): any[] {
    return this.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }
}

describe("the command binnacle", () => {
  let stack: RunningStack;
  let folder: string;

  beforeAll(async () => {
    stack = await RunningStack.start();
    await stack.startSink();
    folder = await mkdtemp(join(tmpdir(), "cli-"));
  });

  afterAll(async () => {
    await stack.stop();
    await rm(folder, { recursive: true });
  });

  function start(args: string[], more: Record<string, string> = {}): Call {
    const env = { PATH: process.env["PATH"], BINNACLE_URL: stack.provider.url, ...more };
    return new Call(spawn(process.execPath, [MAIN, ...args], { env, cwd: folder }));
  }

  async function call(args: string[], stdin = "", more: Record<string, string> = {}): Promise<Call & { exit: number }> {
    const started = start(args, more);
    started.process.stdin!.end(stdin);
    return Object.assign(started, { exit: await started.code() });
  }

  const host = (name: string, more: object = {}): string =>
    JSON.stringify({ kind: "resource", type: "Host", name, ...more });
  const load = (name: string, value: string): string =>
    `{"kind":"reading","resource":{"type":"Host","name":"${name}"},"type":"Load","value":${value}}`;

  it("publishes lines and messages, says which are rejected, and waits until the catalog has dealt with them", async () => {
    await writeFile(
      join(folder, "hosts.ndjson"),
      [host("a"), "{", host(""), load("a", "12345678901234567890.5")].join("\n"),
    );
    await writeFile(
      join(folder, "message.json"),
      `{\n "source": "team/b",\n "records": [\n  ${host("b", { observedAt: 1 })}\n ]\n}\n`,
    );
    const published = await call(["publish", "hosts.ndjson", "message.json", "--source", "team/a", "--wait"]);
    expect(published.exit).toBe(1);
    expect(published.stdout).toBe("published 3 records: 3 created\n");
    expect(published.stderr).toContain("hosts.ndjson:2: MALFORMED_MESSAGE is no JSON");
    expect(published.stderr).toContain("hosts.ndjson:3: INVALID_FIELD /name");
    expect(published.stderr).toContain("message.json#/records/0: warning: /observedAt");

    const again = await call(["publish", "--source", "team/a", "--wait"], `${host("a")}\n`);
    expect([again.exit, again.stdout, again.stderr]).toEqual([0, "published 1 records: 1 unchanged\n", ""]);
    expect((await call(["publish"], host("c"))).stdout).toMatch(/^published 1 records, 0 rejected\nreceipt \S+\n$/);
    await stack.drained();
  });

  it("publishes more than fits a request, in as many as it takes", async () => {
    const lines = Array.from({ length: 2_500 }, (_, index) => `{"kind":"resource","type":"Many","name":"${index}"}`);
    const published = await call(["publish", "-", "--wait"], lines.join("\n"));
    expect([published.exit, published.stdout]).toEqual([0, "published 2500 records: 2500 created\n"]);
  });

  it("publishes to a topic with AWS credentials, and nothing that the sink would reject", async () => {
    const { endpoint, region, topicArn } = stack.messaging;
    const aws = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const published = await call(
      ["publish", "--topic", topicArn],
      `${host("by-topic")}\n${host("")}\n${load("by-topic", "1e2")}\n`,
      aws,
    );
    expect([published.exit, published.stdout]).toEqual([1, "published 2 records, 1 rejected\n"]);
    expect(published.stderr).toMatch(/^stdin:2: INVALID_FIELD \/name .+\n$/);
    await stack.drained();
    expect(
      JSON.parse((await call(["get", "resource", "Host", "by-topic", "-o", "json"])).stdout).readings.Load.value,
    ).toBe(100);
  });

  it("gets a Resource with its readings, digit for digit", async () => {
    const { stdout, exit } = await call(["get", "resource", "Host", "a", "-o", "json"]);
    expect(exit).toBe(0);
    expect(stdout).toContain("12345678901234567890.5");
    expect(JSON.parse(stdout)).toMatchObject({ type: "Host", name: "a", readings: { Load: { source: "team/a" } } });
    const table = await call(["get", "resource", "Host", "a"]);
    expect(table.stdout).toMatch(/^FIELD +VALUE\n(.+\n)*type +Host\n/);
    expect(table.stdout).toMatch(/\nREADING +COLLECTED +SOURCE +VALUE\nLoad +20/);
    const absent = await call(["get", "resource", "Host", "nobody"]);
    expect([absent.exit, absent.stdout, absent.stderr]).toEqual([
      1,
      "",
      expect.stringMatching(/^binnacle: NOT_FOUND: /),
    ]);
  });

  it("gets lists by filters, as a table, as one document and as lines", async () => {
    const lines = await call(["get", "resources", "--type", "Host", "--readings", "Load", "-o", "ndjson"]);
    expect(lines.lines.map(({ name }) => name)).toEqual(["a", "b", "by-topic", "c"]);
    expect(lines.stdout).toContain("12345678901234567890.5");
    const document = await call(["get", "resources", "--type", "Host", "--name-prefix", "b", "-o", "json"]);
    expect(JSON.parse(document.stdout).map(({ name }: { name: string }) => name)).toEqual(["b", "by-topic"]);
    const table = await call(["get", "resources", "--type", "Host", "--readings", "*", "--limit", "1"]);
    expect(table.stdout.split("\n")).toEqual([
      expect.stringMatching(/^TYPE +NAME +CREATED +LAST SEEN +LOAD$/),
      expect.stringMatching(/^Host +a +20/),
      "",
    ]);
    expect((await call(["get", "resources", "--type", "Many", "--limit", "0", "-o", "ndjson"])).lines).toHaveLength(
      2_500,
    );
    expect((await call(["get", "resources", "--type", "Many", "-o", "ndjson"])).lines).toHaveLength(100);
    const readings = await call(["get", "readings", "--type", "Load", "--where", "$ == 100", "-o", "ndjson"]);
    expect(readings.lines).toMatchObject([{ type: "Load", value: 100 }]);
    expect((await call(["get", "types"])).stdout).toMatch(/resource +Many +2500/);
    expect((await call(["get", "sources", "-o", "json"])).stdout).toContain('"name":"team/b"');
    const refused = await call(["get", "readings", "--type", "Load", "--where", "$ = 1"]);
    expect([refused.exit, refused.stderr]).toEqual([1, expect.stringContaining("INVALID_PARAMETER")]);
  });

  it("gets what a calculation computes, and which there are", async () => {
    expect((await call(["get", "calculation"])).stdout).toContain("service-overview");
    const overview = await call(["get", "calculation", "service-overview", "limit=5", "-o", "json"]);
    expect(JSON.parse(overview.stdout)).toMatchObject({ name: "service-overview", result: expect.anything() });
    expect((await call(["get", "calculation", "service-overview", "limit=many"])).exit).toBe(1);
  });

  it("follows changes, and goes on where it ended", async () => {
    const following = start(["tail", "--type", "Host", "--state", "state", "--count", "1"]);
    await eventually(async () => expect(following.stderr).toContain("following"));
    await call(["publish"], host("seen"));
    expect(await following.code()).toBe(0);
    expect(following.stdout).toBe("created Host/seen\n");
    expect(await readFile(join(folder, "state"), "utf8")).toMatch(/\S/);

    await call(["publish", "--wait"], `${host("meanwhile")}\n${load("meanwhile", "1")}\n`);
    const resumed = start(["tail", "--type", "Host", "--state", "state", "-o", "ndjson"]);
    await eventually(async () => expect(resumed.stdout).toContain("Load"));
    resumed.process.kill("SIGINT");
    expect(await resumed.code()).toBe(0);
    expect(resumed.lines[0]).toMatchObject({ event: "change", resourceType: "Host", change: "created" });
    expect(resumed.stdout).not.toContain(following.stdout);
  });
});
