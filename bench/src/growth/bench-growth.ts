import { PostgresCatalogStore } from "@binnacle/store";
import { walBytes, withDatabase } from "../database.js";
import { median, printTable } from "../figures.js";
import { SINK, sinkCore } from "../ingest/sink-core.js";
import { numbers, readings } from "../ingest/workload.js";

const SIZES = [10_000, 100_000, 1_000_000];
const BYTES = 200;
/** Readings of a pass, spread evenly over all Resources. */
const SAMPLE = 10_000;
const PASSES = ["changed", "unchanged"] as const;

type Costs = Record<(typeof PASSES)[number], { microseconds: number[]; walBytes: number[] }>;

/** What a record costs in a catalog of 10 thousand, 100 thousand and a million Resources, each with one snapshot. */
export async function benchGrowth({ runs }: { runs: number }): Promise<void> {
  const measured: Costs[] = [];
  await withDatabase(1, async ([dataSource]) => {
    const core = sinkCore("sink core", [new PostgresCatalogStore(dataSource!)], SINK);
    let clock = Date.parse("2026-01-01T00:00:00Z");
    const now = (): string => new Date((clock += 1_000)).toISOString().replace("Z", "000Z");
    let loaded = 0;
    for (const size of SIZES) {
      for (; loaded < size; loaded += SAMPLE) {
        await core.write(
          readings({ indices: numbers(SAMPLE, loaded), bytes: BYTES, version: 0 }),
          now(),
          "SNAPSHOT",
          undefined,
        );
      }
      await dataSource!.query("VACUUM ANALYZE");
      const costs: Costs = {
        changed: { microseconds: [], walBytes: [] },
        unchanged: { microseconds: [], walBytes: [] },
      };
      for (let run = 1; run <= runs; run++) {
        const list = readings({ indices: numbers(SAMPLE, 0, size / SAMPLE), bytes: BYTES, version: run });
        for (const pass of PASSES) {
          const before = await walBytes(dataSource!);
          costs[pass].microseconds.push(((await core.write(list, now(), "SNAPSHOT", undefined)) / SAMPLE) * 1000);
          costs[pass].walBytes.push(((await walBytes(dataSource!)) - before) / SAMPLE);
        }
      }
      measured.push(costs);
      console.error(`${size.toLocaleString("en")} Resources: measured`);
    }
  });
  printTable(
    ["Resources", ...PASSES.flatMap((pass) => [`${pass}: µs a record (ratio)`, "WAL bytes"])],
    measured.map((costs, index) => [
      SIZES[index]!.toLocaleString("en"),
      ...PASSES.flatMap((pass) => {
        const cost = median(costs[pass].microseconds);
        const ratio = cost / median(measured[0]![pass].microseconds);
        return [`${cost.toFixed(0)} (${ratio.toFixed(2)}x)`, median(costs[pass].walBytes).toFixed(0)];
      }),
    ]),
  );
}
