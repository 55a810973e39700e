import { PostgresCatalogStore } from "@binnacle/store";
import { median, printTable } from "../figures.js";
import { SINK, sinkCore } from "../ingest/sink-core.js";
import { messages, numbers, readings, type Reading } from "../ingest/workload.js";
import { timed } from "../ingest/writer.js";
import { committed, emptyCatalog, withMessagingPath, type MessagingPath } from "./messaging-path.js";
import type { LoopFigures } from "./sink-process.js";
import { LIMIT_MS } from "./turns.js";

const SIZES = [
  { bytes: 200, count: 40_000 },
  { bytes: 2_000, count: 8_000 },
  { bytes: 50_000, count: 600 },
];
const ON = "2026-01-01T00:00:01.000000Z";

const STAGES = [
  "publishing alone",
  "receiving and deleting alone",
  "the sink's core alone",
  "the sink, from a full queue",
  "all at once, from publishing to the commit",
] as const;
type Stage = (typeof STAGES)[number];

/** New snapshots from the publisher through the emulator's topic and queue and a real sink into the database, and its stages one by one. */
export async function benchPath({ runs }: { runs: number }): Promise<void> {
  await withMessagingPath(async (path) => {
    for (const { bytes, count } of SIZES) {
      const list = readings({ indices: numbers(count), bytes, version: 1 });
      const milliseconds = new Map<Stage, number[]>();
      const loops: LoopFigures[] = [];
      for (let run = 1; run <= runs; run++) {
        const taken = await measure(path, list, loops);
        for (const stage of STAGES) milliseconds.set(stage, [...(milliseconds.get(stage) ?? []), taken[stage]]);
        console.error(`${bytes} bytes: run ${run} of ${runs}`);
      }
      print(bytes, count, milliseconds, loops);
    }
  });
}

async function measure(
  { dataSource, publish, discard, halt, sink }: MessagingPath,
  list: readonly Reading[],
  loops: LoopFigures[],
): Promise<Record<Stage, number>> {
  const texts = messages(list, ON, "SNAPSHOT");
  await halt();
  const published = await timed(() => publish(texts));
  const discarded = await discard(texts.length);
  await emptyCatalog(dataSource);
  const core = sinkCore("sink core", [new PostgresCatalogStore(dataSource)], SINK);
  const stored = await core.write(list, ON, "SNAPSHOT", "created");
  await publish(texts);
  await emptyCatalog(dataSource);
  sink.resume();
  await sink.loop();
  const drained = await timed(() => committed(dataSource, list.length));
  loops.push(await sink.loop());
  await emptyCatalog(dataSource);
  const whole = await timed(() => Promise.all([publish(texts), committed(dataSource, list.length)]));
  return {
    "publishing alone": published,
    "receiving and deleting alone": discarded,
    "the sink's core alone": stored,
    "the sink, from a full queue": drained,
    "all at once, from publishing to the commit": whole,
  };
}

function print(
  bytes: number,
  count: number,
  milliseconds: ReadonlyMap<Stage, readonly number[]>,
  loops: readonly LoopFigures[],
): void {
  const of = (stage: Stage): number => median(milliseconds.get(stage) ?? []);
  const drained = of("the sink, from a full queue");
  console.log(`\n${count.toLocaleString("en")} new snapshots of ${bytes} bytes\n`);
  printTable(
    ["", "records/s", "of the sink's time from a full queue"],
    STAGES.map((stage) => [
      stage,
      Math.round((count / of(stage)) * 1000).toLocaleString("en"),
      `${Math.round((of(stage) / drained) * 100)} %`,
    ]),
  );
  const typical = (figure: keyof LoopFigures): string => median(loops.map((loop) => loop[figure])).toFixed(1);
  const over = loops.reduce((sum, { overLimit }) => sum + overLimit, 0);
  console.log(
    `\nThe sink's event loop was late by ${typical("latest")} ms at most by the clock, by ${typical("lateP99")} ms at the 99th ` +
      `percentile. Its longest turn took ${typical("longest")} ms of CPU time; ${over} in ${loops.length} runs more than ${LIMIT_MS} ms.`,
  );
}
