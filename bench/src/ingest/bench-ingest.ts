import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@binnacle/embedded";
import { createDataSource, migrate, PostgresCatalogStore } from "@binnacle/store";
import { median, printTable, runsOf } from "../figures.js";
import { readings } from "./workload.js";
import { bareUpsert, sinkCore, typeormSave, type Writer } from "./writers.js";

/** What happens to the values from one pass to the next. */
const PASSES = [
  { name: "new", version: 1, collectedOn: "2026-01-01T00:00:01.000000Z" },
  { name: "changed", version: 2, collectedOn: "2026-01-01T00:00:02.000000Z" },
  { name: "unchanged", version: 2, collectedOn: "2026-01-01T00:00:03.000000Z" },
] as const;

/** Snapshots of 200 bytes on an embedded PostgreSQL that syncs to disk; medians of several runs, the ways taking turns. */
export async function benchIngest(args: readonly string[]): Promise<void> {
  const runs = runsOf(args, 3);
  const directory = await mkdtemp(join(tmpdir(), "binnacle-bench-"));
  const postgres = await startPostgres({ dataDirectory: join(directory, "postgres"), temporary: true });
  try {
    await migrate(postgres.url);
    const dataSource = await createDataSource({ url: postgres.url, applicationName: "bench" }).initialize();
    const writers = [sinkCore(new PostgresCatalogStore(dataSource)), bareUpsert(dataSource), typeormSave(dataSource)];
    const rates = new Map<string, number[]>();
    for (let run = 1; run <= runs; run++) {
      for (const writer of writers) {
        await dataSource.query("TRUNCATE resource, claim, snapshot, reference");
        for (const pass of PASSES) {
          const rate = await measure(writer, pass);
          const key = `${writer.name} ${pass.name}`;
          rates.set(key, [...(rates.get(key) ?? []), rate]);
        }
      }
      console.error(`run ${run} of ${runs}`);
    }
    await dataSource.destroy();
    printTable(
      ["records/s (ratio to the bare upsert)", ...PASSES.map(({ name }) => name)],
      writers.map((writer) => [
        writer.name,
        ...PASSES.map(({ name }) => {
          const rate = median(rates.get(`${writer.name} ${name}`)!);
          const ceiling = median(rates.get(`bare set-based upsert ${name}`)!);
          return `${Math.round(rate).toLocaleString("en")} (${(rate / ceiling).toFixed(2)}x)`;
        }),
      ]),
    );
  } finally {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(writer: Writer, pass: (typeof PASSES)[number]): Promise<number> {
  const milliseconds = await writer.write(readings(writer.count, pass.version), pass.collectedOn);
  return (writer.count / milliseconds) * 1000;
}
