import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { BinnacleClient } from "@binnacle/client";
import { resourceId, unknownFields, validateRecord } from "@binnacle/contract";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "../eventually.js";
import { RunningStack } from "../running-stack.js";
import { installed } from "./installed.js";
import { IntakeDoor, type SentRecord } from "./intake-door.js";
import { POLYGLOT_EXAMPLES, type PolyglotExample } from "./polyglot-examples.js";

const TOKEN = "binnacle_examples";
const HOUSEKEEPING = "housekeeping: { schedule: every 1s, probe: { every: 1s, margin: 0s } }";
const LIMIT_MS = 120_000;
/** More than go into one request. */
const MANY = 1_100;

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

describe("the collectors in other languages", () => {
  let folder: string;
  let stack: RunningStack;
  let catalog: BinnacleClient;
  let door: IntakeDoor;
  let files: Server;
  const ran: PolyglotExample[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-examples-"));
    const hash = `sha256:${createHash("sha256").update(TOKEN).digest("hex")}`;
    const scopes = ["read", "publish:examples/*:*", "remove:examples/*:*"];
    await writeFile(join(folder, "tokens.yaml"), JSON.stringify({ tokens: [{ name: "examples", hash, scopes }] }));
    stack = await RunningStack.start({ BINNACLE_AUTH: "tokens", BINNACLE_TOKENS_FILE: join(folder, "tokens.yaml") });
    await stack.startSink();
    catalog = new BinnacleClient({ baseUrl: stack.provider.url, token: TOKEN });
    door = await IntakeDoor.open(stack.provider.url);
    files = createServer((request, response) => {
      readFile(join(folder, String(request.url))).then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      );
    }).listen(0, "127.0.0.1");
    await once(files, "listening");
  }, LIMIT_MS);

  afterAll(async () => {
    door?.close();
    files?.close();
    await stack?.stop();
    await rm(folder, { recursive: true });
  }, LIMIT_MS);

  const names = async (type: string): Promise<string[]> =>
    Array.fromAsync(catalog.lines("/resources", { params: { query: { type: [type] } } }), ({ name }) => name);

  const readingOf = async (type: string, name: string, reading: string): Promise<any> => {
    const path = { id: resourceId(type, name), type: reading };
    return catalog.get("/resources/{id}/readings/{type}", { params: { path } });
  };

  describe.each(POLYGLOT_EXAMPLES)("examples/$folder", (example) => {
    const { source, ownedType, nameOf, isOverSns = false } = example;
    const command = installed(example.needs);
    const why = command === undefined ? ` (skipped: ${example.needs.title} is not installed here)` : "";
    const test = command === undefined ? it.skip : it;
    const testOfIntake = command === undefined || isOverSns ? it.skip : it;
    const whyOfIntake = isOverSns ? " (skipped: a topic does not answer that)" : why;
    let scratch: string;

    async function run(args: string[] = [], variables: Record<string, string> = {}): Promise<Run> {
      const [program, ...before] = example.start(command!, scratch);
      const { endpoint, region, topicArn } = stack.messaging;
      const filesUrl = `http://127.0.0.1:${(files.address() as AddressInfo).port}/${example.folder}`;
      const env = {
        PATH: process.env["PATH"],
        ...(isOverSns
          ? {
              AWS_ENDPOINT_URL: endpoint,
              AWS_REGION: region,
              AWS_ACCESS_KEY_ID: "test",
              AWS_SECRET_ACCESS_KEY: "test",
              BINNACLE_TOPIC_ARN: topicArn,
            }
          : { BINNACLE_URL: door.url, BINNACLE_TOKEN: TOKEN }),
        ...example.environment?.(scratch, filesUrl),
        ...variables,
      };
      return promisify(execFile)(program, [...before, ...args, ...(example.arguments?.(scratch) ?? [])], { env }).then(
        ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
        ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
      );
    }

    const dryRun = async (): Promise<SentRecord[]> => {
      const { code, stdout, stderr } = await run(["--dry-run"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    };

    const lastRun = async (): Promise<unknown> => (await readingOf("Collector", source, "CollectorRun")).value;

    beforeAll(async () => {
      if (command === undefined) return;
      ran.push(example);
      scratch = join(folder, example.folder);
      await mkdir(scratch);
      if (example.build) {
        const [program, ...args] = example.build(command, scratch);
        await promisify(execFile)(program, args);
      }
      await example.write(scratch, [1, 2, 3]);
    }, LIMIT_MS);

    test(`prints what it would publish, to the letter of the contract, and sends nothing${why}`, async () => {
      const before = door.requests.length;
      const records = await dryRun();
      for (const record of records) {
        expect([record, validateRecord(record, { source }).fault]).toEqual([record, undefined]);
        expect([record, unknownFields(record)]).toEqual([record, []]);
      }
      expect(records.at(-1)).toMatchObject({ kind: "sweep", resourceType: ownedType, count: 3 });
      expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(["resource", "reading", "sweep"]));
      expect(door.requests).toHaveLength(before);
    });

    test(`publishes what is there, and that it did${why}`, async () => {
      const { code, stderr } = await run();
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`${source}: ok, `) });
      await stack.drained();
      expect(await names(ownedType)).toEqual([1, 2, 3].map(nameOf).toSorted());
      const own: [string, string] = [ownedType, nameOf(2)];
      expect(await readingOf(...(example.snapshot.of ?? own), example.snapshot.type)).toMatchObject({
        storageMode: "SNAPSHOT",
        source,
      });
      expect(await readingOf(...(example.series.of ?? own), example.series.type)).toMatchObject({
        storageMode: "TIME_SERIES",
        source,
      });
      expect(await lastRun()).toMatchObject({ outcome: "ok", records: (await dryRun()).length - 1 });
    });

    test(`would change nothing if it ran again${why}`, async () => {
      const records = await dryRun();
      const response = await fetch(`${stack.provider.url}/api/v1/records?mode=plan`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
        body: JSON.stringify({ source, records }),
      });
      const { items } = (await response.json()) as { items: { index: number; outcome: string }[] };
      expect(items).toHaveLength(records.length);
      const lasting = ({ kind, storageMode }: Record<string, unknown>) =>
        kind === "resource" || (kind === "reading" && storageMode === "SNAPSHOT");
      const outcomes = items.filter(({ index }) => lasting({ ...records[index] })).map(({ outcome }) => outcome);
      expect(new Set(outcomes)).toEqual(new Set(["unchanged"]));
    });

    testOfIntake(`prints what is refused, ends with 1, and removes nothing by such a run${whyOfIntake}`, async () => {
      const before = door.requests.length;
      door.spoilsNext = true;
      const { code, stderr } = await run();
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/rejected: .*UNKNOWN_KIND/) });
      const sent = door.requests.slice(before).flat();
      expect(sent.filter(({ kind }) => kind === "sweep")).toEqual([]);
      await eventually(async () => expect(await lastRun()).toMatchObject({ outcome: "partial" }));
    });

    test(`removes nothing when its source cannot be read, and says so${why}`, async () => {
      const before = door.requests.length;
      await example.spoil(scratch);
      const { code, stderr } = await run();
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("error: ") });
      expect(door.requests.slice(before).flat()).toHaveLength(isOverSns ? 0 : 1);
      await eventually(async () => expect(await lastRun()).toMatchObject({ outcome: "failed", records: 0 }));
    });

    test(`removes nothing when its source is empty${why}`, async () => {
      const before = door.requests.length;
      await example.write(scratch, []);
      const { code, stderr } = await run();
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(": empty, ") });
      const sent = door.requests.slice(before).flat();
      expect(sent.filter(({ kind }) => kind === "sweep")).toEqual([]);
      await eventually(async () => expect(await lastRun()).toMatchObject({ outcome: "empty" }));
    });

    testOfIntake(`says that its token is bad${whyOfIntake}`, async () => {
      await example.write(scratch, [1, 2, 3]);
      const { code, stderr } = await run([], { BINNACLE_TOKEN: "binnacle_bad" });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/error: .* answered 401.*UNAUTHENTICATED/s),
      });
      expect(stderr).not.toContain("binnacle_bad");
    });

    test(`says where nobody answers${why}`, async () => {
      const variable = isOverSns ? "AWS_ENDPOINT_URL" : "BINNACLE_URL";
      const { code, stderr } = await run([], { [variable]: "http://127.0.0.1:1" });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/error: .*http:\/\/127\.0\.0\.1:1\//),
      });
    });

    test(
      `comes through when it is told to wait, with more than a request takes${why}`,
      async () => {
        const before = door.requests.length;
        const items = Array.from({ length: MANY }, (_, index) => index + 2); // 1 is gone.
        await example.write(scratch, items);
        if (!isOverSns) door.turnsAway = [503, 429].map((status) => ({ status, retryAfter: 1 }));
        const { code, stderr } = await run();
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`${source}: ok, `) });
        expect(door.turnsAway).toEqual([]);
        const sizes = door.requests.slice(before).map(({ length }) => length);
        expect(sizes.filter((size) => size > 1_000)).toEqual([]);
        expect(sizes.length).toBeGreaterThanOrEqual(isOverSns ? 0 : 3);
        await stack.drained();
        // Nothing goes before the housekeeper has come by.
        expect(await names(ownedType)).toEqual([1, ...items].map(nameOf).toSorted());
      },
      LIMIT_MS,
    );
  });

  it(
    "have the housekeeper remove what their last run did not find, and nothing else",
    async () => {
      const config = join(folder, "binnacle.yaml");
      await writeFile(config, HOUSEKEEPING);
      await stack.startHousekeeper(config);
      for (const { ownedType, nameOf } of ran) {
        const left = Array.from({ length: MANY }, (_, index) => nameOf(index + 2)).toSorted();
        await eventually(async () => expect(await names(ownedType)).toEqual(left), 60_000);
      }
    },
    LIMIT_MS,
  );
});
