import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { testCollector } from "@binnacle/collector";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DependenciesCollector } from "./dependencies/dependencies.collector.js";
import { DependenciesOptions } from "./dependencies/dependencies.options.js";
import { TestRepository } from "./git/fixtures/test-repository.js";
import { GitCollector } from "./git/git.collector.js";
import { GitOptions } from "./git/git.options.js";
import { HealthCollector } from "./health/health.collector.js";
import { HealthOptions } from "./health/health.options.js";

/** What is not the same the second time is written again in each run, and shown as a change that there was not. */
describe("a source that has not changed gives the same records", () => {
  let server: Server;
  let repository: TestRepository;

  beforeAll(async () => {
    server = createServer((_, response) => response.end('{"status":"UP"}')).listen(0, "127.0.0.1");
    await once(server, "listening");
    repository = TestRepository.create();
    repository.commit({
      subject: "Begin",
      on: "2026-01-01T12:00:00Z",
      files: { "package.json": '{"name": "orders"}' },
    });
  });

  afterAll(() => {
    server.close();
    repository.remove();
  });

  it("for packages of a lock file", async () => {
    const directory = join(import.meta.dirname, "dependencies/fixtures/orders-v3");
    const options = Object.assign(new DependenciesOptions(), { directory, service: "orders" });
    expect((await testCollector(() => new DependenciesCollector(options))).report).toBe("");
  });

  it("for the history of a repository", async () => {
    const options = Object.assign(new GitOptions(), { directory: repository.directory });
    expect((await testCollector(() => new GitCollector(options))).report).toBe("");
  });

  it("for the health of a process, but for how long it took to answer", async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const target = { url, service: "orders", environment: "production", instance: "1" };
    const options = Object.assign(new HealthOptions(), { targets: [target] });
    const varying = { HealthCheck: ["/latencyMs"] };
    expect((await testCollector(() => new HealthCollector(options), { varying })).report).toBe("");
  });
});
