import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import type { JvmRuntime, JvmSample } from "@binnacle/contract";
import { JavaCollector } from "./java.collector.js";
import { JavaOptions } from "./java.options.js";

// Of Debian's libjolokia-core-java.
const JARS = ["/usr/share/java/jolokia-core.jar", "/usr/share/java/json-simple.jar"];
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const missing = [...JARS, java()].filter((file) => !isThere(file));
const describeWithJolokia = missing.length === 0 ? describe : describe.skip;

describeWithJolokia(
  `a real JVM behind a real Jolokia${missing.length === 0 ? "" : ` (there is no ${missing.join(", ")})`}`,
  () => {
    let jvm: ChildProcessByStdio<Writable, Readable, null>;
    let url: string;

    beforeAll(async () => {
      const program = fileURLToPath(new URL("fixtures/JolokiaServer.java", import.meta.url));
      const given = [
        "-Xmx64m",
        "-Dorders.password=hunter2",
        "-Dorders.region=eu",
        "-cp",
        JARS.join(delimiter),
        program,
      ];
      jvm = spawn(java(), given, { stdio: ["pipe", "pipe", "ignore"] });
      const [port] = (await once(jvm.stdout, "data")) as [Buffer];
      url = `http://127.0.0.1:${port.toString().trim()}/jolokia`;
    });

    afterAll(async () => {
      const exited = once(jvm, "exit");
      jvm.stdin.end();
      await exited;
    });

    it("tells what it is, the same each time, and how it is doing", async () => {
      const target = { service: "orders", environment: "test", instance: "1", jolokia: url };
      const parameters = ["java.specification.version", "orders.region"];
      const collector = new JavaCollector(Object.assign(new JavaOptions(), { targets: [target], parameters }));
      const read = async () => {
        const publisher = new InMemoryPublisher();
        const report = await runCollector(collector, { publisher, logger: quiet });
        expect(report.outcome).toBe("ok");
        expect(JSON.stringify(publisher.records)).not.toContain("hunter2");
        const values = publisher.records.flatMap((record) => (record.kind === "reading" ? [record.value] : []));
        return values as [JvmRuntime, JvmSample];
      };
      const [runtime, sample] = await read();
      expect(runtime).toMatchObject({
        maxHeapBytes: 64 * 1024 * 1024,
        arguments: expect.arrayContaining(["-Xmx64m", "-Dorders.password=***", "-Dorders.region=eu"]),
        parameters: { "orders.region": "eu", "java.specification.version": expect.stringMatching(/^\d+$/) },
      });
      expect(Date.parse(runtime.startedOn!)).toBeGreaterThan(Date.now() - 120_000);
      expect(runtime.garbageCollectors.length).toBeGreaterThan(0);
      // The program has asked for one.
      const collections = Object.values(sample.garbageCollection).reduce((sum, each) => sum + each.collections, 0);
      expect(collections).toBeGreaterThan(0);
      expect(sample.heap.usedBytes).toBeLessThanOrEqual(sample.heap.maxBytes!);
      expect((await read())[0]).toEqual(runtime);
    });
  },
);

function java(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, "java")).find(isThere) ?? "java";
}

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
