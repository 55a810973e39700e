import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** What `stack.json` says of a running stack, as much of it as is used here. */
export interface LocalStack {
  apiUrl: string;
  databaseUrl: string;
  awsEndpoint: string;
  region: string;
  topicArn: string;
  stop(): Promise<void>;
}

const LOCAL = fileURLToPath(new URL("../../../apps/local/dist/main.js", import.meta.url));

/** `npm start` in a home of its own, on a free port. */
export async function startLocalStack(): Promise<LocalStack> {
  const home = await mkdtemp(join(tmpdir(), "binnacle-bench-"));
  const child = spawn(process.execPath, [LOCAL], {
    env: { ...process.env, BINNACLE_HOME: home, PORT: "0" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const file = join(home, "stack.json");
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`the local stack ended with ${child.exitCode}`);
    await sleep(100);
  }
  return {
    ...(JSON.parse(readFileSync(file, "utf8")) as Omit<LocalStack, "stop">),
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
      await rm(home, { recursive: true, force: true });
    },
  };
}
