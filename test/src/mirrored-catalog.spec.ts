import { isDeepStrictEqual } from "node:util";
import { resourceId, type CatalogRecord } from "@binnacle/contract";
import { BinnacleClient, type ChangeEvent } from "@binnacle/client";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { Random } from "./random.js";
import { RunningStack } from "./running-stack.js";

const SINKS = 3;
const RESOURCES = 10;
const RECORDS = 600;
/** Connections, of up to a second, in which all must have been told after the last was published. */
const PATIENCE = 60;

const time = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** What a reader of the catalog knows of a Resource, times apart: that one moves alone is no change. */
interface Known {
  parentId: string | null;
  declared: boolean;
  values: Record<string, unknown>;
}

interface Seen {
  events: ChangeEvent[];
  mirror: Map<string, Known>;
}

describe("a reader that follows the change feed", () => {
  let stack: RunningStack;
  let client: BinnacleClient;

  beforeAll(async () => {
    stack = await RunningStack.start();
    await Promise.all(Array.from({ length: SINKS }, () => stack.startSink()));
    client = new BinnacleClient({ baseUrl: stack.provider.url });
  }, 120_000);

  afterAll(() => stack?.stop());

  const publish = (records: CatalogRecord[]) =>
    stack.publisher.publishMessage(JSON.stringify({ source: "mirrored", records }));

  /** Reads on from the last id over many connections until told to stop. */
  async function follow(types: string[], start: string, random: Random, isDone: (seen: Seen) => Promise<boolean>) {
    const [events, mirror]: [ChangeEvent[], Map<string, Known>] = [[], new Map()];
    let lastEventId = start;
    while (!(await isDone({ events, mirror }))) {
      const abort = new AbortController();
      const limit = setTimeout(() => abort.abort(), 100 + random.below(900));
      for await (const event of client.changes({ type: types, lastEventId, signal: abort.signal })) {
        events.push(event);
        lastEventId = event.id;
        if (event.event === "reset") continue;
        const resource = await read(event.resourceId);
        if (resource) mirror.set(event.resourceId, resource);
        else mirror.delete(event.resourceId);
        if (random.chance(0.02)) break;
      }
      clearTimeout(limit);
      abort.abort();
    }
    return { events, mirror };
  }

  const marked = async (): Promise<string> =>
    (await client.api.GET("/resources", {})).response.headers.get("x-change-id")!;

  async function read(id: string): Promise<Known | undefined> {
    const response = await fetch(`${stack.provider.url}/api/v1/resources/${id}?readings=*`);
    if (response.status === 404) return undefined;
    return known((await response.json()) as any);
  }

  function known({ parentId, declared, readings }: any): Known {
    const values = Object.entries<any>(readings).map(([type, { value }]) => [type, value] as const);
    return { parentId, declared, values: Object.fromEntries(values) };
  }

  it("is told what became of a Resource, by the words that the catalog has for it", async () => {
    const resource = { type: "Told", name: "one" };
    const events: ChangeEvent[] = [];
    const abort = new AbortController();
    const { promise: connected, resolve: onConnect } = Promise.withResolvers<void>();
    const following = (async () => {
      const options = { type: ["Told"], signal: abort.signal, onConnect };
      for await (const event of client.changes(options)) events.push(event);
    })();
    await connected;
    const told: unknown[] = [];
    const expectTold = async (records: CatalogRecord[], ...changes: [string, string[]][]) => {
      await publish(records);
      await stack.drained();
      told.push(...changes);
      await eventually(() =>
        expect(events.map((event) => event.event === "change" && [event.change, event.readingTypes])).toEqual(told),
      );
    };
    const reading = (value: string, second: number): CatalogRecord => ({
      kind: "reading",
      resource,
      type: "HealthCheck",
      value,
      collectedOn: time(second),
    });
    await expectTold([{ kind: "resource", ...resource, observedOn: time(1) }], ["created", []]);
    await expectTold([reading("up", 2)], ["changed", ["HealthCheck"]]);
    await expectTold([reading("up", 3), { kind: "resource", ...resource, observedOn: time(3) }]);
    await expectTold([reading("down", 4)], ["changed", ["HealthCheck"]]);
    await expectTold([{ kind: "removal", resource, removedOn: time(5) }], ["removed", expect.anything() as never]);
    await expectTold([{ kind: "resource", ...resource, observedOn: time(6) }], ["created", []]);
    expect(events.every((event) => event.event === "change" && event.resourceId === resourceId("Told", "one"))).toBe(
      true,
    );
    abort.abort();
    await following;
  });

  it("ends with the catalog that lists show, reading anew what it is told of, however sinks contend and it reconnects", async () => {
    const random = new Random(20_260_101);
    const types = ["Contended", "Owner"];
    const start = await marked();
    const records = Array.from({ length: RECORDS }, (_, index): CatalogRecord => {
      const resource = { type: "Contended", name: `r${random.below(RESOURCES)}` };
      const on = time(random.below(40));
      const kind = random.below(10);
      if (kind < 3) return { kind: "removal", resource, removedOn: on };
      if (kind < 6) {
        const type = `Reading${random.below(2)}`;
        return { kind: "reading", resource, type, value: random.below(3), collectedOn: on };
      }
      const parent = random.chance(0.5) ? { type: "Owner", name: `o${random.below(3)}` } : null;
      return { kind: "resource", ...resource, ...(index % 3 === 0 ? {} : { parent }), observedOn: on };
    });
    let isPublished = false;
    let failure: unknown;
    const publishing = (async () => {
      for (let round = 0; round < 4; round++) {
        const share = records.slice((round * RECORDS) / 4, ((round + 1) * RECORDS) / 4);
        await stack.whileSinksStandStill(async () => {
          for (let at = 0; at < share.length; at += 3) await publish(share.slice(at, at + 3));
        });
        await stack.drained();
      }
      isPublished = true;
    })().catch((error: unknown) => {
      failure = error;
    });
    const listed = async (): Promise<Map<string, Known>> => {
      const items = client.items("/resources", { params: { query: { type: types, readings: "*" } } });
      return new Map(await Array.fromAsync(items, (item) => [item.id, known(item)] as const));
    };
    /** What its last events leave of the catalog, and what was read anew at them. */
    const told = ({ events, mirror }: Seen) => {
      const lastOf = new Map(events.map((event) => [event.event === "change" ? event.resourceId : "", event]));
      const shown = [...lastOf].filter(([, event]) => event.event === "change" && event.change !== "removed");
      return { shown: shown.map(([id]) => id).toSorted(), mirror };
    };
    const expected = (catalog: Map<string, Known>) => ({ shown: [...catalog.keys()].toSorted(), mirror: catalog });
    let patience = PATIENCE;
    const seen = await follow(types, start, random, async (each) => {
      if (failure) throw failure;
      if (!isPublished) return false;
      return isDeepStrictEqual(told(each), expected(await listed())) || patience-- === 0;
    });
    await publishing;

    expect(seen.events.map(({ event }) => event)).not.toContain("reset");
    expect(told(seen)).toEqual(expected(await listed()));
  }, 120_000);
});
