import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { RunningStack } from "./running-stack.js";
import type { StartedApp } from "./started-app.js";

const MIB = 1024 * 1024;
/** The long version: `LARGE_VALUES=1000`. */
const VALUES = Number(process.env["LARGE_VALUES"] ?? 12);
const RESOURCES = 10;
const LIMIT_MIB = 512;

describe(`${VALUES} values of 4 MiB`, () => {
  let stack: RunningStack;
  let sink: StartedApp;

  beforeAll(async () => {
    stack = await RunningStack.start();
    sink = await stack.startSink();
  });

  afterAll(() => stack.stop());

  it(
    "pass through a sink that never takes more than 512 MiB",
    async () => {
      const session = stack.publisher.open("large");
      // The sink finds all of them in the queue at once.
      await stack.whileSinksStandStill(async () => {
        for (let index = 0; index < VALUES; index++) {
          await session.publish({
            kind: "reading",
            resource: { type: "Large", name: `${index % RESOURCES}` },
            type: index % 4 === 3 ? "Compressible" : "Incompressible",
            value: largest(index),
          });
        }
        expect((await session.flush()).failed).toEqual([]);
      });
      await stack.drained(10_000 + VALUES * 2_000);
      const resources = JSON.parse(await stack.read("/resources?type=Large"));
      expect(resources.items).toHaveLength(RESOURCES);
      expect(await stack.read("/rejections")).toContain('"items":[]');
      const peak = await peakMemoryMiB(sink.process.pid!);
      process.stdout.write(`the sink's peak of resident memory: ${peak} MiB\n`);
      expect(peak).toBeLessThan(LIMIT_MIB);
    },
    60_000 + VALUES * 4_000,
  );
});

/** A text that makes up a value of exactly 4 MiB with its quotes; one in four compresses a hundredfold. */
function largest(index: number): string {
  const length = 4 * MIB - 2;
  if (index % 4 === 3) return `value ${index} `.repeat(length / 8).slice(0, length);
  const bytes = createHash("shake256", { outputLength: length }).update(`${index}`).digest();
  return bytes.toString("base64url").slice(0, length);
}

/** What the kernel remembers as the most; where it keeps no such record there is nothing to hold against the limit. */
async function peakMemoryMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Math.round(Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) / 1024);
}
