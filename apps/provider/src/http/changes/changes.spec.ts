import { writeFile } from "node:fs/promises";
import "reflect-metadata";
import { setTimeout as wait } from "node:timers/promises";
import { createDataSource, type Change } from "@binnacle/store";
import { createTestDatabase, until, type TestDatabase } from "@binnacle/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { DataSource, QueryRunner } from "typeorm";
import { ChangeReader } from "../../testing/change-reader.js";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";
import { bearer, createTestToken, writeTokenFile } from "../../testing/test-tokens.js";

const BINNACLE_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:none";
const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";
const FEED = "/api/v1/changes";
const PING_MS = 15_000;

const change = (type: string, readingTypes: string[] = [], kind: Change[2] = "changed"): Change => [
  ID,
  type,
  kind,
  readingTypes,
];

describe("the change feed", () => {
  let database: TestDatabase;
  let provider: TestProvider;
  let admin: DataSource;
  const readers: ChangeReader[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    admin = await createDataSource({ url: database.url, applicationName: "admin", poolSize: 8 }).initialize();
    provider = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN });
  });

  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.leave();
    jest.useRealTimers();
    await until("no stream is open", async () => (await openStreams()) === 0);
    await admin.query("TRUNCATE change");
  });

  afterAll(async () => {
    await provider.close();
    await admin.destroy();
    await database.drop();
  });

  const open = async (query = "", lastEventId?: string, origin = provider.origin): Promise<ChangeReader> => {
    const reader = await ChangeReader.open(origin, `${FEED}${query}`, lastEventId);
    readers.push(reader);
    return reader;
  };
  const write = (changes: Change[], runner: DataSource | QueryRunner = admin) =>
    runner.query("INSERT INTO change (changes) VALUES ($1)", [JSON.stringify(changes)]);
  const metric = async (name: string): Promise<number> => {
    const text = await provider.metrics.text();
    return Number(new RegExp(`^${name}\\{[^}]*\\} (.+)$`, "m").exec(text)?.[1]);
  };
  const openStreams = () => metric("binnacle_provider_change_streams");
  /** Lets the provider ping every stream, without its pause. Call it before the first stream is open. */
  const holdPings = () => {
    const others = [
      "Date",
      "hrtime",
      "nextTick",
      "performance",
      "queueMicrotask",
      "setImmediate",
      "setTimeout",
    ] as const;
    jest.useFakeTimers({ doNotFake: [...others, "clearImmediate", "clearTimeout"] });
    return () => jest.advanceTimersByTime(PING_MS);
  };
  const kinds = (reader: ChangeReader) => reader.events.map(({ event, data }) => data.resourceType ?? event);

  it("tells a reader what changes, and how", async () => {
    await write([change("Before")]);
    const reader = await open("?type=Service&type=Team");
    expect(reader.headers).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-change-id": expect.any(String),
    });
    expect(reader.headers["content-encoding"]).toBeUndefined();
    await write([change("Service", ["Ownership", "Health"], "created"), change("Team", [], "removed")]);
    await reader.until(({ events }) => events.length === 2);
    expect(reader.events).toEqual([
      {
        id: expect.any(String),
        event: "change",
        data: { resourceId: ID, resourceType: "Service", change: "created", readingTypes: ["Ownership", "Health"] },
      },
      {
        id: expect.any(String),
        event: "change",
        data: { resourceId: ID, resourceType: "Team", change: "removed", readingTypes: [] },
      },
    ]);
    expect(await metric("binnacle_provider_change_streams")).toBe(1);
  });

  it("lets pass what the filters say: any of the types, any of the reading types, every removal", async () => {
    const reader = await open("?type=A&type=B&readingType=x&readingType=y");
    await write([
      change("A", ["x"]),
      change("B", ["z", "y"]),
      change("C", ["x"]),
      change("A", ["z"]),
      change("A", []),
      change("A", [], "removed"),
      change("C", [], "removed"),
    ]);
    const last = await open();
    await write([change("A", ["x", "last"])]);
    await reader.until(({ events }) => events.length === 4);
    expect(reader.events.map(({ data }) => [data.resourceType, data.change, data.readingTypes])).toEqual([
      ["A", "changed", ["x"]],
      ["B", "changed", ["z", "y"]],
      ["A", "removed", []],
      ["A", "changed", ["x", "last"]],
    ]);
    await last.until(({ events }) => events.length > 0);
  });

  it("refuses parameters that it does not know or cannot read", async () => {
    for (const query of ["?type=", "?type=1", "?readingType=%20", "?since=1"]) {
      await expect(open(query)).rejects.toMatchObject({ problem: { status: 400, code: "INVALID_PARAMETER" } });
    }
  });

  it("goes on after any event, in the middle of a transaction too, under the same ids", async () => {
    const first = await open();
    await write(["A", "B", "C"].map((type) => change(type)));
    await write(["D", "E"].map((type) => change(type)));
    await first.until(({ events }) => events.length === 5);
    first.leave();
    for (const [index, { id }] of first.events.entries()) {
      const resumed = await open("", id);
      await resumed.until(({ events }) => events.length === 4 - index);
      expect(resumed.events).toEqual(first.events.slice(index + 1));
      resumed.leave();
    }
  });

  it("says reset where changes may be missing, and then goes on from now", async () => {
    const first = await open();
    await write([change("A")]);
    await first.until(({ events }) => events.length === 1);
    const id = first.events[0]!.id;
    const [transaction, , changedAt] = id.split("-");
    const dayAgo = (BigInt(changedAt!) - 86_401_000_000n).toString();
    for (const wrong of [
      "nonsense",
      `${id}-`,
      id.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      `${BigInt(transaction!) + 1000n}-0-${changedAt}`,
      `9223372036854775808-0-${changedAt}`,
      `${transaction}-0-${changedAt}-${dayAgo}`,
    ]) {
      const reader = await open("?type=Later", wrong);
      await reader.until(({ events }) => events.length > 0);
      expect({ wrong, events: reader.events }).toEqual({
        wrong,
        events: [{ id: expect.any(String), event: "reset", data: {} }],
      });
      const resumed = await open("?type=Later", reader.lastEventId);
      await write([change("Later")]);
      await reader.until(({ events }) => events.length === 2);
      await resumed.until(({ events }) => events.length === 1);
      expect([kinds(reader), kinds(resumed)]).toEqual([["reset", "Later"], ["Later"]]);
      for (const done of [reader, resumed]) done.leave();
    }
    await admin.query("DELETE FROM change");
    const erased = await open("", id);
    await erased.until(({ events }) => events.length > 0);
    expect(kinds(erased)).toEqual(["reset"]);
  });

  it("goes on from the X-Change-Id of a list with all that the list does not show", async () => {
    await ingestRecords(database.url, [{ kind: "resource", type: "Service", name: "marked" }]);
    const byName = "/api/v1/resources/by-name?type=Service&name=marked";
    // Lists that were asked for before have left a mark, which is good for a second.
    await wait(1_000);
    const blocked = admin.createQueryRunner();
    await blocked.startTransaction();
    await write([change("TakenBefore")], blocked);
    await write([change("Shown")]);
    const ids: string[] = [];
    for (const path of ["/api/v1/resources", "/api/v1/resources?readings=*", byName]) {
      const response = await fetch(`${provider.origin}${path}`);
      await response.arrayBuffer();
      ids.push(response.headers.get("x-change-id")!);
    }
    await blocked.commitTransaction();
    await blocked.release();
    await write([change("After")]);
    for (const id of ids) {
      const reader = await open("", id);
      await reader.until((each) => kinds(each).includes("After"));
      expect(kinds(reader)).toEqual(expect.arrayContaining(["TakenBefore", "After"]));
      expect(kinds(reader)).not.toContain("reset");
      reader.leave();
    }
  });

  it("begins at an X-Change-Id also while nothing has ever changed", async () => {
    await wait(1_000);
    const response = await fetch(`${provider.origin}/api/v1/resources`);
    await response.arrayBuffer();
    const id = response.headers.get("x-change-id")!;
    await write([change("First")]);
    const reader = await open("", id);
    await reader.until(({ events }) => events.length === 1);
    expect(kinds(reader)).toEqual(["First"]);
  });

  it("holds back what a running transaction may still come before, and says how long", async () => {
    const reader = await open();
    const running = admin.createQueryRunner();
    await running.startTransaction();
    await running.query("SELECT pg_current_xact_id()");
    await write([change("Second")]);
    await until("a change is held back", async () => (await metric("binnacle_provider_change_lag_seconds")) > 0);
    expect(reader.events).toEqual([]);
    await write([change("First")], running);
    await running.commitTransaction();
    await running.release();
    await reader.until(({ events }) => events.length === 2);
    expect(kinds(reader)).toEqual(["Second", "First"]);
  });

  it("takes ten streams a principal, and tells the eleventh so", async () => {
    const ten = await Promise.all(Array.from({ length: 10 }, () => open()));
    const refused = open();
    await expect(refused).rejects.toMatchObject({ problem: { status: 429, code: "RATE_LIMITED" } });
    await expect(refused).rejects.toMatchObject({ headers: { "content-type": "application/problem+json" } });
    ten[0]!.leave();
    await until("one stream is closed", async () => (await openStreams()) < 10);
    await open();
  });

  it("answers HEAD without a stream", async () => {
    const response = await fetch(`${provider.origin}${FEED}`, { method: "HEAD" });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    expect(await metric("binnacle_provider_change_streams")).toBe(0);
  });

  it("forgets readers that leave, whenever they do, and then asks the database no more", async () => {
    for (let round = 0; round < 20; round++) {
      const abort = new AbortController();
      const asked = fetch(`${provider.origin}${FEED}`, { signal: abort.signal }).catch(() => undefined);
      await wait(round % 7);
      abort.abort();
      await asked;
    }
    await until("no stream is open", async () => (await openStreams()) === 0);
    /** Whether it was asked within the longest pause between two polls, and a bit. */
    const isAsked = async (): Promise<boolean> => {
      const [{ calls }] = await admin.query(
        "SELECT count(*)::int AS calls FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'binnacle-provider' AND query LIKE '%pg_snapshot_xmin%' AND query_start > clock_timestamp() - interval '600 ms'",
      );
      return calls > 0;
    };
    await until("the database is not asked any more", async () => !(await isAsked()));
    await open();
    await until("the database is asked", isAsked);
  });

  it("cuts off a reader that is too slow and lets it resume; others lose nothing by it", async () => {
    const slow = await open();
    slow.response.pause();
    const quick = await open();
    const text = "x".repeat(100);
    let written = 0;
    const cuts = () => metricOf("binnacle_provider_change_streams_ended_total", 'reason="slow"');
    const before = await cuts();
    while ((await cuts()) === before) {
      // Several between two polls.
      for (const end = written + 4; written < end; written++) {
        await write(Array.from({ length: 1000 }, (_, index) => change(`T${written}`, [`${text}${index}`])));
      }
      await quick.until(({ events }) => events.length === written * 1000);
    }
    slow.response.resume();
    expect(await slow.closed).toBe("aborted");
    expect(slow.events.length).toBeLessThan(written * 1000);
    const resumed = await open("", slow.lastEventId);
    await resumed.until(({ events }) => slow.events.length + events.length >= written * 1000);
    expect([...slow.events, ...resumed.events]).toEqual(quick.events);
  });

  const metricOf = async (name: string, label: string): Promise<number> => {
    const line = (await provider.metrics.text())
      .split("\n")
      .find((each) => each.startsWith(name) && each.includes(label));
    return Number(line?.split(" ").at(-1) ?? 0);
  };

  it("shows a reader that the stream lives, and takes it along where nothing is for it", async () => {
    const pingAll = holdPings();
    const reader = await open("?type=Other");
    const witness = await open("?type=Mine");
    await reader.until(({ comments }) => comments.includes("connected"));
    await write([change("Mine")]);
    await witness.until(({ events }) => events.length === 1);
    expect(reader.comments).not.toContain("ping");
    pingAll();
    await reader.until(({ comments }) => comments.includes("ping"));
    const [{ id }] = await admin.query("SELECT transaction_id AS id FROM change");
    expect(reader.lastEventId).toMatch(new RegExp(`^${id}-end-`));
    expect(reader.events).toEqual([]);
    const resumed = await open("", reader.lastEventId);
    await write([change("Next")]);
    await resumed.until(({ events }) => events.length > 0);
    expect(kinds(resumed)).toEqual(["Next"]);
  });

  it("ends the streams in order when the process ends, also one that nobody reads", async () => {
    const closing = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN });
    const reader = await open("", undefined, closing.origin);
    const stuck = await open("", undefined, closing.origin);
    stuck.response.pause();
    for (let round = 0; round < 40; round++) {
      await write(Array.from({ length: 1000 }, (_, index) => change("T", ["x".repeat(100) + index])));
    }
    await reader.until(({ events }) => events.length === 40_000);
    await closing.close();
    expect(await reader.closed).toBe("ended");
    await expect(open("", undefined, closing.origin)).rejects.toThrow(/ECONNREFUSED/);
  });

  it("is 503 while the database does not answer", async () => {
    const lost = await startTestProvider({
      DATABASE_URL: "postgresql://postgres@127.0.0.1:9/none",
      BINNACLE_TOPIC_ARN,
    });
    await expect(open("", undefined, lost.origin)).rejects.toMatchObject({ problem: { status: 503 } });
    await lost.close();
  });

  it("outlasts the loss of its connections without losing a change", async () => {
    const reader = await open();
    for (let round = 0; round < 5; round++) {
      await write([change(`A${round}`)]);
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'binnacle-provider'",
      );
      await write([change(`B${round}`)]);
      await wait(50);
    }
    await reader.until(({ events }) => events.length === 10);
    expect(kinds(reader)).toEqual([0, 1, 2, 3, 4].flatMap((round) => [`A${round}`, `B${round}`]));
  });

  it("ends the streams when the database is another than before, so that readers come anew", async () => {
    const reader = await open();
    await wait(600);
    await write([change("Seen")]);
    await reader.until(({ events }) => events.length === 1);
    // As a restore to a time before the last change would.
    await admin.query("TRUNCATE change");
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'binnacle-provider'",
    );
    expect(await reader.closed).toBe("ended");
    const resumed = await open("", reader.lastEventId);
    await resumed.until(({ events }) => events.length === 1);
    expect(kinds(resumed)).toEqual(["reset"]);
  });

  it("marks lists of the catalog and single Resources", async () => {
    await ingestRecords(database.url, [{ kind: "resource", type: "Service", name: "a" }]);
    const { items } = (await (await fetch(`${provider.origin}/api/v1/resources?type=Service`)).json()) as any;
    for (const path of ["", "/readings", "/children", "/ancestors", "/descendants", "/references", "/referrers"]) {
      const response = await fetch(`${provider.origin}/api/v1/resources/${items[0].id}${path}`);
      await response.arrayBuffer();
      expect({ path, id: response.headers.get("x-change-id") }).toEqual({
        path,
        id: expect.stringMatching(/^\d+-end-/),
      });
    }
  });

  it("ends a stream with the ping after its token was taken from the file", async () => {
    const [reader, other] = [createTestToken("reader", "read"), createTestToken("other", "read")];
    const file = await writeTokenFile(reader, other);
    const guarded = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN,
      BINNACLE_AUTH: "tokens",
      BINNACLE_TOKENS_FILE: file,
    });
    try {
      const pingAll = holdPings();
      const feed = { headers: bearer(reader.token) };
      const response = await fetch(`${guarded.origin}${FEED}`, feed);
      await writeFile(file, JSON.stringify({ tokens: [other.entry] }));
      await until("the token is not taken any more", async () => {
        const { status, body } = await fetch(`${guarded.origin}/api/v1/resources`, feed);
        await body?.cancel();
        return status === 401;
      });
      pingAll();
      expect(await response.text()).toContain(": ping");
      expect(await guarded.metrics.text()).toMatch(/change_streams_ended_total\{reason="revoked".*\} 1/);
    } finally {
      jest.useRealTimers();
      await guarded.close();
    }
  });
});
