import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Pool } from "undici";
import { withDatabase } from "../database.js";
import { printTable } from "../figures.js";
import { battery, type BatteryEntry } from "./battery.js";
import { CONFIGURATION, shapeOf } from "./catalog-shape.js";
import { fillCatalog } from "./fill-catalog.js";
import { answer, measureLoad, type LoadFigures } from "./load.js";
import { explain } from "./plans.js";
import { RecordingProxy, type SentStatement } from "./recording-proxy.js";
import { ServerProcess } from "./server-process.js";

const CONCURRENCY = 16;
/** How many requests of each entry are recorded; the bare handler answers these again and again. */
const RECORDED = 8;
/** Between the numbers of requests of one measurement and of the next, so that none is made twice. */
const APART = 15_000;
const SEED = 20_260_101;
const POOL_SIZE = 2;

interface Options {
  sizes: number[];
  seconds: number;
  hasPlans: boolean;
  only: RegExp;
}

/** Bytes of memory that the server may share, so that a million Resources are read from it rather than from the disk. */
const SETTINGS = {
  shared_buffers: "2GB",
  maintenance_work_mem: "1GB",
  work_mem: "32MB",
  synchronous_commit: "off",
  fsync: "off",
};

interface Measured {
  entry: BatteryEntry;
  provider: LoadFigures[];
  bare: LoadFigures[];
}

/** Every endpoint and calculation of the provider over a generated catalog, one request at a time and 16, beside the same SQL behind a bare handler. */
export async function benchRead(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  for (const size of options.sizes) await benchSize(size, options);
}

function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      resources: { type: "string", default: "10000,100000" },
      seconds: { type: "string", default: "0.8" },
      plans: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  const sizes = values.resources.split(",").map(Number);
  if (sizes.some((size) => !Number.isInteger(size)))
    throw new Error(`--resources must be numbers, not ${values.resources}`);
  return { sizes, seconds: Number(values.seconds), hasPlans: values.plans, only: new RegExp(values.only) };
}

async function benchSize(size: number, { seconds, hasPlans, only }: Options): Promise<void> {
  const shape = shapeOf(size);
  const base = `${new Date().toISOString().slice(0, 16)}:00Z`;
  const startedAt = performance.now();
  const progress = (line: string): void =>
    console.error(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${line}`);
  await withDatabase(
    1,
    async ([dataSource]) => {
      const url = (dataSource!.options as { url: string }).url;
      await fillCatalog(dataSource!, shape, { url, seed: SEED, base, progress });
      const [{ bytes }] = await dataSource!.query(
        "SELECT pg_size_pretty(pg_database_size(current_database())) AS bytes",
      );
      progress(`filled: ${bytes}`);
      const entries = battery(shape, base).filter(({ name }) => only.test(name));
      await withServers(url, entries, progress, async (servers) => {
        if (hasPlans) {
          for (const entry of entries)
            printPlans(entry, await explain(dataSource!, servers.recorded.get(entry.name)![0]!));
        }
        const measured: Measured[] = [];
        for (const entry of entries) {
          const figures = await measure(entry, servers, seconds);
          progress(summary(figures));
          measured.push(figures);
        }
        print(size, bytes, measured);
      });
    },
    { settings: SETTINGS, poolSize: POOL_SIZE },
  );
}

interface Servers {
  provider: ServerProcess;
  bare: ServerProcess;
  recorded: ReadonlyMap<string, SentStatement[][]>;
}

/** A provider, and a bare handler of what it was seen to send for the first requests of every entry. */
async function withServers(
  url: string,
  entries: readonly BatteryEntry[],
  progress: (line: string) => void,
  use: (servers: Servers) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "binnacle-bench-"));
  const configuration = join(directory, "binnacle.yaml");
  const statements = join(directory, "statements.json");
  const stopping: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  try {
    await writeFile(configuration, CONFIGURATION);
    const recorded = await recordAll(url, configuration, entries);
    progress("recorded what the provider asks the database for");
    await writeFile(statements, JSON.stringify(Object.fromEntries(recorded)));
    const provider = await ServerProcess.provider(url, configuration);
    stopping.push(() => provider.stop());
    const bare = await ServerProcess.bare(url, statements);
    stopping.push(() => bare.stop());
    await use({ provider, bare, recorded });
  } finally {
    for (const stop of stopping.toReversed()) await stop();
  }
}

async function measure(entry: BatteryEntry, { provider, bare, recorded }: Servers, seconds: number): Promise<Measured> {
  const run = async (origin: string, request: BatteryEntry["request"]): Promise<LoadFigures[]> => {
    // The first ones prepare the statements of every connection.
    await measureLoad({
      origin,
      request: (n) => request(n + 2 * APART),
      concurrency: CONCURRENCY,
      seconds: seconds / 6,
    });
    const figures = [];
    for (const [index, concurrency] of [1, entry.concurrency ?? CONCURRENCY].entries()) {
      figures.push(await measureLoad({ origin, request: (n) => request(n + index * APART), concurrency, seconds }));
    }
    return figures;
  };
  const sent = recorded.get(entry.name)!;
  return {
    entry,
    provider: await run(provider.url, entry.request),
    bare: entry.hasNoSql
      ? []
      : await run(bare.url, (n) => ({ path: `/${encodeURIComponent(entry.name)}/${n % sent.length}` })),
  };
}

async function recordAll(
  url: string,
  configuration: string,
  entries: readonly BatteryEntry[],
): Promise<Map<string, SentStatement[][]>> {
  const { proxy, url: recordedUrl } = await RecordingProxy.start(url);
  try {
    const provider = await ServerProcess.provider(recordedUrl, configuration);
    try {
      const recorded = new Map<string, SentStatement[][]>();
      for (const entry of entries) recorded.set(entry.name, await record(provider.url, proxy, entry));
      return recorded;
    } finally {
      await provider.stop();
    }
  } finally {
    await proxy.stop();
  }
}

/** The statements of each of an entry's first requests. */
async function record(origin: string, proxy: RecordingProxy, entry: BatteryEntry): Promise<SentStatement[][]> {
  const pool = new Pool(origin, { connections: 1 });
  try {
    // Connections that are opened for it ask for things of their own the first time.
    await answer(pool, entry.request(RECORDED));
    proxy.take();
    const statements: SentStatement[][] = [];
    for (let number = 0; number < RECORDED; number++) {
      const status = await answer(pool, entry.request(number));
      if (status !== 200) console.error(`${entry.name}: ${entry.request(number).path} was answered with ${status}`);
      statements.push(proxy.take());
    }
    return statements;
  } finally {
    await pool.close();
  }
}

function printPlans({ name, request }: BatteryEntry, plans: readonly string[]): void {
  const fenced = plans.map((plan) => `\n\`\`\`\n${plan}\n\`\`\`\n`).join("");
  console.log(`\n### ${name}\n\n\`${request(0).path}\`\n${fenced}`);
}

const ratio = (of: LoadFigures | undefined, to: LoadFigures | undefined): string =>
  of === undefined || to === undefined ? "-" : `${Math.round((of.perSecond / to.perSecond) * 100)} %`;
const milliseconds = (value: number | undefined): string =>
  value === undefined ? "-" : value.toFixed(value < 10 ? 2 : 0);
const rate = (figures: LoadFigures | undefined): string =>
  figures === undefined ? "-" : Math.round(figures.perSecond).toLocaleString("en");

function summary({ entry, provider: [one, many], bare }: Measured): string {
  const failures = [one!, many!]
    .flatMap((figures) => Object.entries(figures.failures))
    .map(([status, count]) => `${count} × ${status}`);
  return `${entry.name}: p50 ${milliseconds(one!.p50)} ms, ${rate(many)}/s, ${ratio(many, bare[1])} of the bare handler${failures.length > 0 ? `, failed: ${failures.join(", ")}` : ""}`;
}

function print(size: number, bytes: string, measured: readonly Measured[]): void {
  console.log(
    `\n${size.toLocaleString("en")} Resources, ${bytes}, on ${availableParallelism()} cores. Milliseconds; in brackets how many at a time where not ${CONCURRENCY}.\n`,
  );
  printTable(
    [
      "",
      "p50, 1",
      "p99, 1",
      "1/s, 1",
      "of bare",
      `p50, ${CONCURRENCY}`,
      `p99, ${CONCURRENCY}`,
      `1/s, ${CONCURRENCY}`,
      "of bare",
      "failed",
    ],
    measured.map(({ entry, provider: [one, many], bare }) => [
      entry.concurrency === undefined ? entry.name : `${entry.name} (${entry.concurrency})`,
      milliseconds(one!.p50),
      milliseconds(one!.p99),
      rate(one),
      ratio(one, bare[0]),
      milliseconds(many!.p50),
      milliseconds(many!.p99),
      rate(many),
      ratio(many, bare[1]),
      String([one!, many!].flatMap(({ failures }) => Object.values(failures)).reduce((sum, count) => sum + count, 0)),
    ]),
  );
}
