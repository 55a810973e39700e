import type { StorageMode } from "@binnacle/contract";
import { PostgresCatalogStore } from "@binnacle/store";
import type { DataSource } from "typeorm";
import { walBytes, withDatabase } from "../database.js";
import { median, printTable } from "../figures.js";
import { bareUpsert } from "./bare-upsert.js";
import { ONE_BY_ONE, SINK, sinkCore } from "./sink-core.js";
import { typeormSave } from "./typeorm-save.js";
import { numbers, readings } from "./workload.js";
import type { Writer } from "./writer.js";

interface Pass {
  name: string;
  storageMode: StorageMode;
  version: number;
  collectedOn: string;
  /** What becomes of the Resources. */
  change: "created" | "changed" | undefined;
}

const PASSES: readonly Pass[] = [
  { name: "new", storageMode: "SNAPSHOT", version: 1, collectedOn: "2026-01-01T00:00:01.000000Z", change: "created" },
  {
    name: "changed",
    storageMode: "SNAPSHOT",
    version: 2,
    collectedOn: "2026-01-01T00:00:02.000000Z",
    change: "changed",
  },
  {
    name: "unchanged",
    storageMode: "SNAPSHOT",
    version: 2,
    collectedOn: "2026-01-01T00:00:03.000000Z",
    change: undefined,
  },
  {
    name: "series",
    storageMode: "TIME_SERIES",
    version: 2,
    collectedOn: "2026-01-01T00:00:04.000000Z",
    change: "changed",
  },
  {
    name: "series repeated",
    storageMode: "TIME_SERIES",
    version: 2,
    collectedOn: "2026-01-01T00:00:04.000000Z",
    change: undefined,
  },
];

/** Bytes of a value, and how many readings a pass has of that size. */
const SIZES = [
  { bytes: 200, count: 20_000 },
  { bytes: 2_000, count: 6_000 },
  { bytes: 50_000, count: 400 },
];

interface Measure {
  perSecond: number;
  walPerRecord: number;
}

/** The ways take turns in every run, so that a slow moment of the machine hits all of them; medians of the runs. */
export async function benchIngest({ runs }: { runs: number }): Promise<void> {
  await withDatabase(2, async (dataSources) => {
    const [first] = dataSources as [DataSource, DataSource];
    const stores = dataSources.map((dataSource) => new PostgresCatalogStore(dataSource));
    const ceiling = bareUpsert(first);
    const writers = [
      sinkCore("sink core", stores.slice(0, 1), SINK),
      sinkCore("sink core, one transaction at a time", stores.slice(0, 1), ONE_BY_ONE),
      sinkCore("two sink cores", stores, SINK),
      ceiling,
      typeormSave(first),
    ];
    for (const size of SIZES) {
      const measures = new Map<string, Measure[]>();
      for (let run = 1; run <= runs; run++) {
        for (const writer of writers) await measureWriter(writer, size, first, measures);
        console.error(`${size.bytes} bytes: run ${run} of ${runs}`);
      }
      printSize(size.bytes, writers, ceiling, measures);
    }
  });
}

async function measureWriter(
  writer: Writer,
  { bytes, count }: (typeof SIZES)[number],
  dataSource: DataSource,
  measures: Map<string, Measure[]>,
): Promise<void> {
  await dataSource.query("TRUNCATE resource, claim, snapshot, reference, series, change, type_tally");
  for (const pass of PASSES) {
    if (writer.failsOnRepeats && pass.name === "series repeated") continue;
    const list = readings({ indices: numbers(Math.ceil(count * writer.share)), bytes, version: pass.version });
    const walBefore = await walBytes(dataSource);
    const milliseconds = await writer.write(list, pass.collectedOn, pass.storageMode, pass.change);
    const walPerRecord = ((await walBytes(dataSource)) - walBefore) / list.length;
    const key = `${writer.name} ${pass.name}`;
    measures.set(key, [...(measures.get(key) ?? []), { perSecond: (list.length / milliseconds) * 1000, walPerRecord }]);
  }
}

function printSize(
  bytes: number,
  writers: readonly Writer[],
  ceiling: Writer,
  measures: ReadonlyMap<string, readonly Measure[]>,
): void {
  const of = (writer: Writer, pass: Pass, figure: keyof Measure): number =>
    median((measures.get(`${writer.name} ${pass.name}`) ?? []).map((measure) => measure[figure]));
  console.log(`\nValues of ${bytes} bytes: records/s (ratio to the bare upsert), WAL bytes a record\n`);
  printTable(
    ["", ...PASSES.map(({ name }) => name)],
    writers.map((writer) => [
      writer.name,
      ...PASSES.map((pass) => {
        const rate = of(writer, pass, "perSecond");
        if (Number.isNaN(rate)) return "-";
        const ratio = (rate / of(ceiling, pass, "perSecond")).toFixed(2);
        return `${Math.round(rate).toLocaleString("en")} (${ratio}x), ${Math.round(of(writer, pass, "walPerRecord"))} B`;
      }),
    ]),
  );
}
