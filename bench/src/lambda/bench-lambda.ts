import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { printTable, quantile } from "../figures.js";
import { startLocalStack } from "../latency/local-stack.js";
import type { Invocation } from "./cold-invocation.js";

const SINK = new URL("../../../apps/sink/", import.meta.url);
const BUNDLE = fileURLToPath(new URL("dist/bundle/lambda.mjs", SINK));
const INVOCATION = fileURLToPath(new URL("cold-invocation.js", import.meta.url));

/** A fresh process for every run, that loads the bundle of the Lambda handler and handles two events of one record. */
export async function benchLambda({ runs }: { runs: number }): Promise<void> {
  execFileSync(process.execPath, [fileURLToPath(new URL("scripts/bundle-lambda.mjs", SINK))], { stdio: "inherit" });
  const zipped = gzipSync(readFileSync(BUNDLE)).byteLength;
  console.log(`bundle: ${kibibytes(statSync(BUNDLE).size)}, ${kibibytes(zipped)} compressed\n`);
  const stack = await startLocalStack();
  try {
    const invocations: Invocation[] = [];
    for (let run = 0; run < runs; run++) invocations.push(await invoke(stack.databaseUrl));
    const row = (label: string, of: (invocation: Invocation) => number, unit: string): string[] => {
      const values = invocations.map(of);
      return [label, ...[0.5, 0.9].map((share) => `${quantile(values, share).toFixed(0)} ${unit}`)];
    };
    printTable(
      [`${runs} fresh processes`, "p50", "p90"],
      [
        row("Node.js itself", ({ nodeMs }) => nodeMs, "ms"),
        row("loading the bundle (init)", ({ loadMs }) => loadMs, "ms"),
        row("first event: connects, stores", ({ firstMs }) => firstMs, "ms"),
        row("second event", ({ secondMs }) => secondMs, "ms"),
        row("resident memory after it", ({ rssBytes }) => rssBytes / 1024 / 1024, "MiB"),
      ],
    );
  } finally {
    await stack.stop();
  }
}

async function invoke(databaseUrl: string): Promise<Invocation> {
  const child = fork(INVOCATION, [BUNDLE], { env: { DATABASE_URL: databaseUrl, LOG_LEVEL: "warn" } });
  const [invocation] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`the function ended with ${code}`))),
  ]);
  return invocation as Invocation;
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}
