import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { resourceId } from "@binnacle/contract";
import { probeRecord, HOUSEKEEPER_SOURCE } from "@binnacle/housekeeping";
import { ingestBatch } from "@binnacle/ingest";
import { PostgresCatalogStore } from "@binnacle/store";
import type { DataSource } from "typeorm";
import { Pool } from "undici";
import { UsageError } from "../benchmark.js";
import { withDatabase } from "../database.js";
import { printTable, quantile } from "../figures.js";
import { SINK, sinkCore } from "../ingest/sink-core.js";
import type { Writer } from "../ingest/writer.js";
import { battery } from "../read/battery.js";
import { CONFIGURATION, nameOf, shapeOf, type CatalogShape } from "../read/catalog-shape.js";
import { fillCatalog } from "../read/fill-catalog.js";
import { answer } from "../read/load.js";
import { ServerProcess } from "../read/server-process.js";

const CHILD = fileURLToPath(new URL("housekeeper-child.js", import.meta.url));
const SEED = 20_260_101;
const BATCH = 1_000;
const READERS = 2;
/** What is read meanwhile, each in turn. */
const READS =
  /^(?:resource by id|resource with all readings|resources of a type|children, few|readings of a resource)$/;
const SETTINGS = { shared_buffers: "2GB", maintenance_work_mem: "1GB", work_mem: "32MB" };

/** What the housekeeper's process tells of its work. */
export interface HousekeeperReport {
  removed: number;
  removingMs: number;
  erasingMs: number;
  erased: Record<string, number | undefined>;
}

interface Traffic {
  ingested: number;
  reads: number;
  seconds: number;
  batchMs: number[];
  readMs: number[];
}

/** Removes and erases stale Resources while a sink's core writes at half of what it can and a provider is read, beside the same without. */
export async function benchHousekeeping({
  resources,
  stale = resources / 10,
  seconds,
  load,
}: {
  resources: number;
  stale: number | undefined;
  seconds: number;
  load: number | undefined;
}): Promise<void> {
  const shape = shapeOf(resources, stale);
  if (shape.counts.ContainerImage < stale)
    throw new UsageError(`--stale must be at most ${shape.counts.ContainerImage}`);
  const startedAt = performance.now();
  const progress = (line: string): void =>
    console.error(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${line}`);
  await withDatabase(1, async ([dataSource]) => measure(dataSource!, shape, { seconds, load, progress }), {
    settings: SETTINGS,
  });
}

async function measure(
  dataSource: DataSource,
  shape: CatalogShape,
  { seconds, load, progress }: { seconds: number; load: number | undefined; progress: (line: string) => void },
): Promise<void> {
  const { url } = dataSource.options as { url: string };
  const base = `${new Date().toISOString().slice(0, 16)}:00Z`;
  await fillCatalog(dataSource, shape, { url, seed: SEED, base, progress });
  const before = await sizes(dataSource);
  const store = new PostgresCatalogStore(dataSource);
  const core = sinkCore("sink core", [store], SINK);
  const perSecond = await mostPerSecond(core, shape, seconds);
  progress(`ingest can do ${Math.round(perSecond).toLocaleString("en")} records/s`);
  await withProvider(url, async (origin) => {
    const traffic = (until: Promise<unknown>): Promise<Traffic> =>
      runTraffic({ core, shape, base, origin, perSecond: perSecond / 2, until });
    // What is read first comes from the disk, whoever else works.
    await traffic(sleep(seconds * 1000));
    const alone = await traffic(sleep(seconds * 1000));
    progress("traffic without housekeeping: done");
    await publishProbe(store);
    const child = fork(CHILD, [], {
      env: { PATH: process.env["PATH"], DATABASE_URL: url, ...(load !== undefined && { LOAD: String(load) }) },
      execArgv: [],
    });
    const reported = once(child, "message") as Promise<[HousekeeperReport]>;
    const failed = endOf(child);
    const together = await traffic(Promise.race([reported, failed]));
    const [report] = await reported;
    await failed;
    const after = await sizes(dataSource);
    await dataSource.query("VACUUM (ANALYZE)");
    print(shape, { alone, together, report, perSecond, sizes: [before, after, await sizes(dataSource)] });
  });
}

/** @throws Error unless it ends well */
async function endOf(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`the housekeeper ended with ${code}`);
}

/** A probe that has come through the queue now. */
async function publishProbe(store: PostgresCatalogStore): Promise<void> {
  const now = time();
  const text = JSON.stringify({ source: HOUSEKEEPER_SOURCE, records: [probeRecord(now)] });
  await ingestBatch([{ text, sentOn: now, receivedOn: now }], store);
}

let version = 0;

/** Changed health checks of instances all over the catalog. */
function batch(shape: CatalogShape): { id: string; name: string; value: string }[] {
  version++;
  return Array.from({ length: BATCH }, (_, position) => {
    const index = ((version * BATCH + position) * 7919) % shape.counts.ServiceInstance;
    const name = nameOf("ServiceInstance", index, shape);
    const value = `{"status": "up", "latencyMs": ${version % 1000}, "version": ${version}}`;
    return { id: resourceId("ServiceInstance", name), name, value };
  });
}

async function mostPerSecond(core: Writer, shape: CatalogShape, seconds: number): Promise<number> {
  const startedAt = performance.now();
  let batches = 0;
  for (; performance.now() - startedAt < seconds * 1000; batches++) {
    await core.write(batch(shape), time(), "SNAPSHOT", undefined);
  }
  return (batches * BATCH * 1000) / (performance.now() - startedAt);
}

interface TrafficOptions {
  core: Writer;
  shape: CatalogShape;
  base: string;
  origin: string;
  /** Records to write. */
  perSecond: number;
  until: Promise<unknown>;
}

/** Writes at a steady rate, and reads as fast as the answers come, until something ends. */
async function runTraffic({ core, shape, base, origin, perSecond, until }: TrafficOptions): Promise<Traffic> {
  const traffic: Traffic = { ingested: 0, reads: 0, seconds: 0, batchMs: [], readMs: [] };
  const state = { isOver: false };
  const over = until.finally(() => (state.isOver = true));
  const startedAt = performance.now();
  const write = async (): Promise<void> => {
    while (!state.isOver) {
      const due = startedAt + (traffic.ingested / perSecond) * 1000;
      if (due > performance.now()) await sleep(due - performance.now());
      traffic.batchMs.push(await core.write(batch(shape), time(), "SNAPSHOT", undefined));
      traffic.ingested += BATCH;
    }
  };
  const pool = new Pool(origin, { connections: READERS });
  const entries = battery(shape, base).filter(({ name }) => READS.test(name));
  const read = async (): Promise<void> => {
    while (!state.isOver) {
      const number = traffic.reads++;
      const before = performance.now();
      const status = await answer(pool, entries[number % entries.length]!.request(number)!);
      // What has gone meanwhile is no longer there.
      if (status !== 200 && status !== 404) throw new Error(`a read was answered with ${status}`);
      traffic.readMs.push(performance.now() - before);
    }
  };
  await Promise.all([over, write(), ...Array.from({ length: READERS }, read)]);
  traffic.seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return traffic;
}

async function withProvider(url: string, use: (origin: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "binnacle-bench-"));
  const configuration = join(directory, "binnacle.yaml");
  await writeFile(configuration, CONFIGURATION);
  const provider = await ServerProcess.provider(url, configuration);
  try {
    await use(provider.url);
  } finally {
    await provider.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function sizes(dataSource: DataSource): Promise<number> {
  const [{ bytes }] = await dataSource.query("SELECT pg_database_size(current_database())::float8 AS bytes");
  return bytes;
}

/** Now, as records state it. */
function time(): string {
  return new Date().toISOString().replace("Z", "000Z");
}

interface Figures {
  alone: Traffic;
  together: Traffic;
  report: HousekeeperReport;
  perSecond: number;
  sizes: [before: number, after: number, vacuumed: number];
}

function print(
  shape: CatalogShape,
  { alone, together, report, perSecond, sizes: [before, after, vacuumed] }: Figures,
): void {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  const erased = Object.entries(report.erased).filter(([, count]) => count);
  console.log(
    `\n${shape.total.toLocaleString("en")} Resources, ${report.removed.toLocaleString("en")} of them removed in ${seconds(report.removingMs)}; erased in ` +
      `${seconds(report.erasingMs)}: ${erased.map(([what, count]) => `${count!.toLocaleString("en")} ${what}`).join(", ")}. Ingest at half of its ` +
      `${Math.round(perSecond).toLocaleString("en")} records/s, ${READERS} readers without a pause.\n`,
  );
  const rows: [string, (traffic: Traffic) => number, number][] = [
    ["records/s", ({ ingested, seconds }) => ingested / seconds, 0],
    ["ms a batch of 1,000, p50", ({ batchMs }) => quantile(batchMs, 0.5), 1],
    ["ms a batch of 1,000, p99", ({ batchMs }) => quantile(batchMs, 0.99), 1],
    ["reads/s", ({ reads, seconds }) => reads / seconds, 0],
    ["ms a read, p50", ({ readMs }) => quantile(readMs, 0.5), 2],
    ["ms a read, p99", ({ readMs }) => quantile(readMs, 0.99), 2],
  ];
  printTable(
    ["", "without housekeeping", "with", "change"],
    rows.map(([name, figure, digits]) => {
      const [without, meanwhile] = [figure(alone), figure(together)];
      const change = Math.round((meanwhile / without - 1) * 100);
      return [name, without.toFixed(digits), meanwhile.toFixed(digits), `${change > 0 ? "+" : ""}${change} %`];
    }),
  );
  console.log(
    `\nOn disk: ${megabytes(before)} before, ${megabytes(after)} after, ${megabytes(vacuumed)} after VACUUM.`,
  );
}
