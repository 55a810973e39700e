import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, printTable } from "../figures.js";
import type { Ceiling } from "./ceiling.js";
import { ClusterApi } from "./cluster-api.js";
import { writeProject } from "./lock-file.js";
import { type MeasuredProcess, runMeasured } from "./measured-process.js";

const COLLECTOR = fileURLToPath(new URL("../../../apps/collector/dist/main.js", import.meta.url));
const CEILING = fileURLToPath(new URL("ceiling.js", import.meta.url));
const PACKAGES = 3_000;
const PROBES = 1_000;
const PROBES_AT_A_TIME = 64;

interface Case {
  name: string;
  source: object;
  ceiling: string[];
}

/**
 * The collector app as it runs anywhere, once and dry: it reads, maps, checks and prints every record, and the prints are thrown away. The ceiling is a
 * process that gets and parses the same documents and does nothing else, measured in turns with it.
 */
export async function benchCollect({ runs }: { runs: number }): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "binnacle-collect-"));
  const cluster = await ClusterApi.start();
  const target = createServer((_, response) => response.end('{"status":"ok"}'));
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  try {
    const healthUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}/healthz`;
    const cases = await casesOf(directory, cluster, healthUrl);
    const rows: string[][] = [];
    for (const [index, { name, source, ceiling }] of cases.entries()) {
      const configuration = join(directory, `${index}.json`);
      await writeFile(configuration, JSON.stringify({ sources: [source] }));
      const collected: Collected[] = [];
      const ceilings: { ceiling: Ceiling; peakBytes: number }[] = [];
      for (let run = 0; run < runs; run++) {
        const app = await runMeasured(COLLECTOR, ["--once", "--dry-run"], { BINNACLE_CONFIG: configuration });
        collected.push(readRun(app));
        const bare = await runMeasured(CEILING, ceiling);
        ceilings.push({ ceiling: JSON.parse(bare.said) as Ceiling, peakBytes: bare.peakBytes });
      }
      rows.push(rowOf(name, collected, ceilings));
    }
    printTable(
      [
        "",
        "documents",
        "records",
        "collected in",
        "records/s",
        "get and parse alone",
        "ratio",
        "memory",
        "of which bare",
      ],
      rows,
    );
  } finally {
    target.closeAllConnections();
    target.close();
    await cluster.stop();
    await rm(directory, { recursive: true });
  }
}

async function casesOf(directory: string, cluster: ClusterApi, healthUrl: string): Promise<Case[]> {
  const kubeconfig = join(directory, "kubeconfig");
  await writeFile(kubeconfig, cluster.kubeconfig);
  const project = join(directory, "project");
  const lockFile = await writeProject(project, PACKAGES);
  const targets = Array.from({ length: PROBES }, (_, index) => ({
    service: `service-${index % 100}`,
    environment: "bench",
    instance: String(index),
    url: healthUrl,
  }));
  return [
    {
      name: "a cluster of 5,000 pods",
      source: { use: "kubernetes", options: { kubeconfig } },
      ceiling: ["lists", ...cluster.paths.map((path) => cluster.url + path)],
    },
    {
      name: "a lock file of 3,000 packages",
      source: { use: "dependencies", options: { directory: project } },
      ceiling: ["file", lockFile],
    },
    {
      name: `1,000 health probes, ${PROBES_AT_A_TIME} at a time`,
      source: { use: "health", options: { concurrency: PROBES_AT_A_TIME, targets } },
      ceiling: ["probes", healthUrl, String(PROBES), String(PROBES_AT_A_TIME)],
    },
  ];
}

interface Collected {
  records: number;
  milliseconds: number;
  peakBytes: number;
}

/** The runner's own line at the end of a run. */
function readRun({ said, peakBytes }: MeasuredProcess): Collected {
  const [, outcome, records, milliseconds] = /run ended: (\w+), (\d+) records .* in (\d+) ms/.exec(said) ?? [];
  if (outcome !== "ok") throw new Error(`the run did not go well: ${said}`);
  return { records: Number(records), milliseconds: Number(milliseconds), peakBytes };
}

function rowOf(
  name: string,
  collected: readonly Collected[],
  ceilings: readonly { ceiling: Ceiling; peakBytes: number }[],
): string[] {
  const took = median(collected.map(({ milliseconds }) => milliseconds));
  const least = median(ceilings.map(({ ceiling }) => ceiling.milliseconds));
  const { records } = collected[0]!;
  const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0)} MiB`;
  return [
    name,
    ceilings[0]!.ceiling.bytes < 100_000 ? "-" : megabytes(ceilings[0]!.ceiling.bytes),
    records.toLocaleString("en"),
    `${took.toFixed(0)} ms`,
    Math.round((records / took) * 1_000).toLocaleString("en"),
    `${least.toFixed(0)} ms`,
    `${(least / took).toFixed(2)}x`,
    megabytes(median(collected.map(({ peakBytes }) => peakBytes))),
    megabytes(median(ceilings.map(({ peakBytes }) => peakBytes))),
  ];
}
