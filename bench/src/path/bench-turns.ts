import type { StorageMode } from "@binnacle/contract";
import { median, printTable } from "../figures.js";
import { messages, numbers, readings } from "../ingest/workload.js";
import { timed } from "../ingest/writer.js";
import { committed, emptyCatalog, withMessagingPath, type MessagingPath } from "./messaging-path.js";
import type { LoopFigures } from "./sink-process.js";
import { LIMIT_MS } from "./turns.js";

interface Pass {
  name: string;
  storageMode: StorageMode;
  version: number;
  second: number;
}

const PASSES: readonly Pass[] = [
  { name: "new", storageMode: "SNAPSHOT", version: 1, second: 1 },
  { name: "changed", storageMode: "SNAPSHOT", version: 2, second: 2 },
  { name: "unchanged", storageMode: "SNAPSHOT", version: 2, second: 3 },
  { name: "series", storageMode: "TIME_SERIES", version: 2, second: 4 },
  { name: "series repeated", storageMode: "TIME_SERIES", version: 2, second: 4 },
];

const SIZES = [
  { bytes: 200, count: 40_000 },
  { bytes: 2_000, count: 10_000 },
  { bytes: 50_000, count: 1_000 },
];

export interface TurnsOptions {
  runs: number;
  /** Values of this size only. */
  bytes: number | undefined;
  /** For the sink's Node.js, after its own. */
  flags: readonly string[];
}

interface Measure {
  perSecond: number;
  /** Of the main thread, in microseconds a record. */
  cpu: number;
  loop: LoopFigures;
}

/**
 * How long the sink's event loop is held up while it drains a full queue: by the clock, which counts what it waits for a processor, and by
 * the CPU time of its main thread, which does not.
 */
export async function benchTurns({ runs, bytes: only, flags }: TurnsOptions): Promise<void> {
  const sizes = SIZES.filter(({ bytes }) => only === undefined || bytes === only);
  await withMessagingPath(async (path) => {
    for (const { bytes, count } of sizes) {
      const measures = new Map<Pass, Measure[]>(PASSES.map((pass) => [pass, []]));
      for (let run = 1; run <= runs; run++) {
        await emptyCatalog(path.dataSource);
        for (const [pass, list] of measures) list.push(await measurePass(path, pass, bytes, count));
        console.error(`${bytes} bytes: run ${run} of ${runs}`);
      }
      print(bytes, measures);
    }
  }, flags);
}

async function measurePass(
  { dataSource, publish, halt, sink }: MessagingPath,
  { storageMode, version, second }: Pass,
  bytes: number,
  count: number,
): Promise<Measure> {
  const list = readings({ indices: numbers(count), bytes, version });
  await halt();
  await publish(messages(list, `2026-01-01T00:00:0${second}.000000Z`, storageMode));
  await dataSource.query("TRUNCATE source_tally");
  sink.resume();
  await sink.loop();
  const milliseconds = await timed(() => committed(dataSource, count));
  const loop = await sink.loop();
  return { perSecond: (count / milliseconds) * 1000, cpu: (loop.total / count) * 1000, loop };
}

function print(bytes: number, measures: ReadonlyMap<Pass, readonly Measure[]>): void {
  console.log(`\nDraining a full queue, values of ${bytes} bytes; milliseconds, medians and, in brackets, the most\n`);
  const figure = (list: readonly Measure[], name: keyof LoopFigures): string => {
    const numbersOf = list.map(({ loop }) => loop[name]);
    return `${median(numbersOf).toFixed(1)} (${Math.max(...numbersOf).toFixed(1)})`;
  };
  const total = (list: readonly Measure[], name: keyof LoopFigures): number =>
    list.reduce((sum, { loop }) => sum + loop[name], 0);
  printTable(
    [
      "",
      "records/s",
      "late at most, by the clock",
      "late 99 % of the time",
      "longest turn, CPU time",
      "collections apart",
      `turns over ${LIMIT_MS} ms, collections apart`,
      "µs of CPU time a record",
      "longest collection: young, all",
    ],
    [...measures].map(([pass, list]) => [
      pass.name,
      Math.round(median(list.map(({ perSecond }) => perSecond))).toLocaleString("en"),
      figure(list, "latest"),
      figure(list, "lateP99"),
      figure(list, "longest"),
      figure(list, "longestOwn"),
      `${total(list, "overLimit")}, ${total(list, "overLimitOwn")}`,
      median(list.map(({ cpu }) => cpu)).toFixed(1),
      `${figure(list, "longestMinor")}, ${figure(list, "longestMajor")}`,
    ]),
  );
}
