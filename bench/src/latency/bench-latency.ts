import { setTimeout as sleep } from "node:timers/promises";
import { createSnsClient, SnsPublisher } from "@binnacle/messaging";
import { printTable, quantile } from "../figures.js";
import { startLocalStack } from "./local-stack.js";

/** One record at a time on an idle stack: the time until the provider shows it, publishing included. */
export async function benchLatency({ runs }: { runs: number }): Promise<void> {
  const stack = await startLocalStack();
  const { awsEndpoint: endpoint, region, topicArn, apiUrl } = stack;
  const client = createSnsClient({ endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const publisher = new SnsPublisher({ topicArn, client });
  try {
    const session = publisher.open("bench/latency");
    const latencies: number[] = [];
    for (let run = 0; run < runs; run++) {
      const name = `latency-${run}`;
      const startedAt = performance.now();
      await session.publish({ kind: "resource", type: "Service", name });
      const { failed } = await session.flush();
      if (failed.length > 0) throw new Error(`not published: ${failed[0]!.detail}`);
      while (!(await isReadable(apiUrl, name))) await sleep(1);
      latencies.push(performance.now() - startedAt);
    }
    const milliseconds = (share: number): string => `${quantile(latencies, share).toFixed(1)} ms`;
    printTable(
      ["publish to readable", "p50", "p90", "p99"],
      [[`${runs} records, one at a time`, milliseconds(0.5), milliseconds(0.9), milliseconds(0.99)]],
    );
  } finally {
    await publisher.close();
    await stack.stop();
  }
}

async function isReadable(apiUrl: string, name: string): Promise<boolean> {
  const response = await fetch(`${apiUrl}/api/v1/resources/by-name?type=Service&name=${name}`);
  await response.arrayBuffer();
  return response.ok;
}
