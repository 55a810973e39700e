import { once } from "node:events";
import { PassThrough } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { createLogger, Metrics } from "@binnacle/platform";
import { createDataSource, openDatabase, type ChangePosition, type Database } from "@binnacle/store";
import { createTestDatabase, until, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { ChangeFeed } from "./change-feed.js";
import { ChangeFilter } from "./change-filter.js";
import type { ChangeId } from "./change-id.js";
import { ChangeLog } from "./change-log.js";

/** Between two polls. */
const SHORTEST_PAUSE_MS = 200;
const WRITERS = 6;
const RESOURCES = 5;
/** Whatever has not come by then, after the last that came, does not come at all. */
const PATIENCE_MS = 20_000;

/** What a writer does in one transaction. */
interface Transaction {
  resources: number[];
  /** Takes its transaction id at once, long before it locks anything. */
  idFirst: boolean;
  pauses: [number, number];
  rollsBack: boolean;
}

class CountingLog extends ChangeLog {
  reads = 0;

  override read(after: ChangePosition, limit: number, known?: ChangeId) {
    this.reads++;
    return super.read(after, limit, known);
  }
}

describe(ChangeFeed.name, () => {
  let server: TestDatabase;
  let dataSource: DataSource;
  let database: Database;

  beforeAll(async () => {
    server = await createTestDatabase();
    dataSource = createDataSource({ url: server.url, applicationName: "feed-test", poolSize: WRITERS + 3 });
    await dataSource.initialize();
    database = openDatabase(dataSource);
    await dataSource.query("CREATE TABLE held (id int PRIMARY KEY, version int NOT NULL)");
  });

  afterAll(async () => {
    await dataSource.destroy();
    await server.drop();
  });

  const feedOn = (log: ChangeLog, pingMs?: number) =>
    new ChangeFeed(log, createLogger({ name: "test", level: "silent" }), new Metrics("test"), undefined, pingMs);

  /** Each change names its Resource, and as reading type the version that the transaction gave it under the row's lock. */
  async function perform({ resources, idFirst, pauses, rollsBack }: Transaction): Promise<[number, number][]> {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      if (idFirst) await runner.query("SELECT pg_current_xact_id()");
      await wait(pauses[0]);
      const changed: [number, number][] = [];
      for (const id of [...new Set(resources)].toSorted()) {
        const [[{ version }]] = await runner.query(
          "UPDATE held SET version = version + 1 WHERE id = $1 RETURNING version",
          [id],
        );
        changed.push([id, version]);
      }
      const changes = changed.map(([id, version]) => [String(id), "Held", "changed", [String(version)]]);
      await runner.query("INSERT INTO change (changes) VALUES ($1)", [JSON.stringify(changes)]);
      await wait(pauses[1]);
      if (rollsBack) await runner.rollbackTransaction();
      else await runner.commitTransaction();
      return rollsBack ? [] : changed;
    } finally {
      await runner.release();
    }
  }

  /** Reads on from the last id it had, for a while each time, until everything is there. */
  async function follow(feed: ChangeFeed, id: string, patience: () => number, isDone: (seen: Seen) => boolean) {
    const seen: Seen = { versions: new Map(), order: [], resets: 0, newest: performance.now() };
    let lastEventId = id;
    while (!isDone(seen)) {
      const { stream } = await feed.open({
        principal: "test",
        filter: new ChangeFilter(),
        lastEventId,
        outlet: new PassThrough(),
      });
      let rest = "";
      const turn = { left: patience() };
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        const blocks = (rest + text).split("\n\n");
        rest = blocks.pop()!;
        for (const block of blocks) {
          if (turn.left === 0) return;
          if (block.includes("event: reset")) seen.resets++;
          const [, eventId, data] = /^id: (.*)\nevent: change\ndata: (.*)$/.exec(block) ?? [];
          if (data === undefined) continue;
          const { resourceId, readingTypes } = JSON.parse(data);
          seen.order.push([Number(resourceId), Number(readingTypes[0])]);
          seen.newest = performance.now();
          seen.versions.set(Number(resourceId), Number(readingTypes[0]));
          lastEventId = eventId!;
          turn.left--;
        }
      });
      while (turn.left > 0 && !isDone(seen)) await wait(5);
      stream.destroy();
    }
    return seen;
  }

  interface Seen {
    /** The version of each Resource that its last event told. */
    versions: Map<number, number>;
    order: [number, number][];
    resets: number;
    /** When the newest event came. */
    newest: number;
  }

  const transactions = fc.record({
    resources: fc.array(fc.nat(RESOURCES - 1), { minLength: 1, maxLength: 4 }),
    idFirst: fc.boolean(),
    pauses: fc.tuple(fc.nat(6), fc.nat(6)),
    rollsBack: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
  });

  it("sends every change of concurrent transactions, the last of a Resource last, to who resumes at any point", async () => {
    const cases = fc.record({
      writers: fc.array(fc.array(transactions, { maxLength: 12 }), { minLength: 2, maxLength: WRITERS }),
      /** After how many events the follower leaves, in turn. */
      patience: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ writers, patience }) => {
        await dataSource.query("TRUNCATE held");
        await dataSource.query("INSERT INTO held SELECT id, 0 FROM generate_series(0, $1) id", [RESOURCES - 1]);
        const log = new ChangeLog(database);
        const feed = feedOn(log);
        const start = await feed.open({ principal: "test", filter: new ChangeFilter(), outlet: new PassThrough() });
        start.stream.destroy();
        const done: [number, number][] = [];
        const written = Promise.all(
          writers.map(async (work) => {
            for (const transaction of work) done.push(...(await perform(transaction)));
          }),
        );
        let writtenAt: number | undefined;
        void written.finally(() => {
          writtenAt = performance.now();
        });
        let turn = 0;
        const seen = await follow(
          feed,
          start.id,
          () => patience[turn++ % patience.length]!,
          ({ versions, newest }) => {
            if (writtenAt === undefined) return false;
            if (performance.now() - Math.max(newest, writtenAt) > PATIENCE_MS) return true;
            const last = new Map(done.toSorted(([, a], [, b]) => a - b));
            return [...last].every(([id, version]) => versions.get(id) === version);
          },
        );
        await feed.onModuleDestroy();
        const told = new Set(seen.order.map(String));
        expect(done.filter((change) => !told.has(String(change)))).toEqual([]);
        expect(told.size).toBe(done.length);
        expect(seen.resets).toBe(0);
        // An id is resumed from after its event, so nothing is even repeated.
        for (let id = 0; id < RESOURCES; id++) {
          const versions = seen.order.filter(([resource]) => resource === id).map(([, version]) => version);
          expect(versions).toEqual(versions.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: Number(process.env["FEED_RUNS"] ?? 15), endOnFailure: true },
    );
  }, 120_000);

  it("asks the database as often for many readers as for one, and not at all for none", async () => {
    const log = new CountingLog(database);
    const feed = feedOn(log);
    const open = (principal: string) => feed.open({ principal, filter: new ChangeFilter(), outlet: new PassThrough() });
    const streams = await Promise.all(Array.from({ length: 200 }, (_, index) => open(`reader ${index}`)));
    for (const { stream } of streams) stream.resume();
    await until("all streams are live", () => streams.every(({ stream }) => stream.isLive));
    const before = log.reads;
    const begin = performance.now();
    await until("the database was asked again and again", () => log.reads >= before + 4);
    const most = (performance.now() - begin) / SHORTEST_PAUSE_MS + 1;
    expect(log.reads - before).toBeLessThanOrEqual(Math.ceil(most));
    await Promise.all(streams.map(({ stream }) => once(stream.destroy(), "close")));
    const rested = log.reads;
    // Longer than the longest pause between two polls.
    await wait(600);
    expect(log.reads).toBe(rested);
    await feed.onModuleDestroy();
  });

  it("ends a stream whose token is good no longer, and asks again where that cannot be found out", async () => {
    const feed = feedOn(new ChangeLog(database), 20);
    let answers = 0;
    const mayGoOn = async (): Promise<boolean> => {
      answers++;
      if (answers === 2) throw new Error("nobody knows");
      return answers < 4;
    };
    const filter = new ChangeFilter({});
    const [revoked, kept] = await Promise.all([
      feed.open({ principal: "a", filter, outlet: new PassThrough(), mayGoOn }),
      feed.open({ principal: "b", filter, outlet: new PassThrough(), mayGoOn: async () => true }),
    ]);
    kept.stream.resume();
    await new Promise((resolve) => revoked.stream.resume().once("end", resolve));
    expect(answers).toBe(4);
    expect(revoked.stream.endsFor).toBe("revoked");
    expect(kept.stream.isOpen).toBe(true);
    await feed.onModuleDestroy();
  });
});
