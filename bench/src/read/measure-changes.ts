import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { nowTimestamp, resourceId } from "@binnacle/contract";
import type { CatalogStore } from "@binnacle/ingest";
import { quantile } from "../figures.js";
import { ONE_BY_ONE, sinkCore } from "../ingest/sink-core.js";
import type { Reading } from "../ingest/workload.js";
import { nameOf, type CatalogShape } from "./catalog-shape.js";

/** As many as one principal may have. */
const READERS = [1, 10];
/** Commits whose events are waited for: of fewer than two hundred the slowest is told of, not a p99. */
const COMMITS = 100;
/** Between two commits, at random, so that they fall anywhere between two polls. */
const LONGEST_PAUSE_MS = 300;
const CAUGHT_UP = 20_000;
const A_TRANSACTION = 1_000;

export interface ChangeFigures {
  readers: number;
  /** Milliseconds from the commit to the event, of all readers. */
  p50: number;
  slowest: number;
  commits: number;
  /** To all readers together, while they catch up. */
  perSecond: number;
}

/** How soon readers of the change feed are told, and how many events a second they get that come back after a while. */
export async function measureChanges(
  origin: string,
  store: CatalogStore,
  shape: CatalogShape,
): Promise<ChangeFigures[]> {
  const core = sinkCore("sink core", [store], ONE_BY_ONE);
  const write = (list: readonly Reading[]): Promise<number> => core.write(list, nowTimestamp(), "SNAPSHOT", "changed");
  const figures: ChangeFigures[] = [];
  for (const readers of READERS) {
    const milliseconds = await delays(origin, readers, shape, write);
    const before = await EventReader.open(origin);
    before.leave();
    for (let written = 0; written < CAUGHT_UP; written += A_TRANSACTION)
      await write(changedReadings(shape, A_TRANSACTION));
    figures.push({
      readers,
      p50: quantile(milliseconds, 0.5),
      slowest: quantile(milliseconds, 1),
      commits: COMMITS,
      perSecond: await catchingUp(origin, readers, before.id),
    });
  }
  return figures;
}

/** From each commit to its event at each reader, in milliseconds. */
async function delays(
  origin: string,
  count: number,
  shape: CatalogShape,
  write: (list: readonly Reading[]) => Promise<number>,
): Promise<number[]> {
  const arrivals: { id: string; at: number }[] = [];
  const readers = await openReaders(origin, count, undefined, (data) =>
    arrivals.push({ id: (JSON.parse(data) as { resourceId: string }).resourceId, at: performance.now() }),
  );
  const committed = new Map<string, number>();
  for (let number = 0; number < COMMITS; number++) {
    const [reading] = changedReadings(shape, 1);
    await write([reading!]);
    committed.set(reading!.id, performance.now());
    await sleep(Math.random() * LONGEST_PAUSE_MS);
  }
  await Promise.all(readers.map((reader) => reader.until(COMMITS)));
  for (const reader of readers) reader.leave();
  return arrivals.map(({ id, at }) => Math.max(0, at - committed.get(id)!));
}

async function catchingUp(origin: string, count: number, lastEventId: string): Promise<number> {
  const startedAt = performance.now();
  const readers = await openReaders(origin, count, lastEventId);
  await Promise.all(readers.map((reader) => reader.until(CAUGHT_UP)));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const reader of readers) reader.leave();
  return (CAUGHT_UP * count) / seconds;
}

function openReaders(
  origin: string,
  count: number,
  lastEventId?: string,
  onData?: (data: string) => void,
): Promise<EventReader[]> {
  return Promise.all(Array.from({ length: count }, () => EventReader.open(origin, lastEventId, onData)));
}

let changed = 0;

/** New health checks of instances all over the catalog, one after the other, so that none is changed twice in a short while. */
function changedReadings(shape: CatalogShape, count: number): Reading[] {
  return Array.from({ length: count }, () => {
    const name = nameOf("ServiceInstance", (++changed * 7919) % shape.counts.ServiceInstance, shape);
    return { id: resourceId("ServiceInstance", name), name, value: `{"status": "up", "latencyMs": ${changed}}` };
  });
}

const DATA = "\ndata: ";

/** Counts the events of a feed; what reads them shares the machine with what sends them, so it does no more than that. */
class EventReader {
  private count = 0;
  private rest = "";
  private wake: () => void = () => undefined;

  private constructor(
    private readonly response: IncomingMessage,
    onData: ((data: string) => void) | undefined,
  ) {
    response.setEncoding("utf8").on("data", (text: string) => {
      const events = (this.rest + text).split("\n\n");
      this.rest = events.pop()!;
      for (const event of events) {
        const at = event.indexOf(DATA);
        if (at === -1) continue;
        this.count++;
        onData?.(event.slice(at + DATA.length));
      }
      this.wake();
    });
    response.on("error", () => undefined).on("close", () => this.wake());
  }

  static async open(origin: string, lastEventId?: string, onData?: (data: string) => void): Promise<EventReader> {
    const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const asked = httpRequest(`${origin}/api/v1/changes`, { headers, agent: false });
    asked.end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`the change feed was answered with ${response.statusCode}`);
    return new EventReader(response, onData);
  }

  /** From where a reader goes on that comes after this one. */
  get id(): string {
    return this.response.headers["x-change-id"] as string;
  }

  /** Resolves once so many events are there. */
  async until(count: number): Promise<void> {
    while (this.count < count) {
      if (this.response.destroyed) throw new Error(`the change feed ended after ${this.count} events`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  leave(): void {
    this.response.destroy();
  }
}
