import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { resourceId } from "@binnacle/contract";
import { createDataSource } from "@binnacle/store";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { catalogAfter, type ModelRecord } from "../convergence/catalog-model.js";
import { published } from "../convergence/generated-records.js";
import { asServed, servedCatalog } from "../convergence/served-catalog.js";
import { eventually } from "../eventually.js";
import { RunningStack } from "../running-stack.js";
import type { StartedApp } from "../started-app.js";
import { storedDecisions } from "./stored-decisions.js";

const MAIN = fileURLToPath(new URL("../../../apps/housekeeper/dist/main.js", import.meta.url));
const CONFIGURATION = `
housekeeping:
  schedule: every 1s
  erasure: every 1s
  guard: { share: 1 }
  probe: { every: 1s, margin: 0s }
  rules:
    - name: silent-instances
      type: ServiceInstance
      createdBefore: 2h
      withoutReading: { types: [HealthCheck], for: 1h }
`;
const HOUR = 3_600_000;
const INSTANCES = 4_500;
/** How often a housekeeper is killed at some moment while it works. */
const KILLS = 4;

const realId = (id: string): string => resourceId(...(id.split("\n") as [string, string]));

describe("housekeepers in processes of their own", () => {
  let stack: RunningStack;
  let database: DataSource;
  let folder: string;
  let config: string;
  const records: ModelRecord[] = [];
  const now = Date.now();
  const ago = (milliseconds: number): string => new Date(now - milliseconds).toISOString().replace("Z", "000Z");

  beforeAll(async () => {
    stack = await RunningStack.start();
    await stack.startSink();
    database = await createDataSource({ url: stack.database.url, applicationName: "reader" }).initialize();
    folder = await mkdtemp(join(tmpdir(), "housekeeper-"));
    config = join(folder, "binnacle.yaml");
    await writeFile(config, CONFIGURATION);
  });

  afterAll(async () => {
    await database.destroy();
    await stack.stop();
    await rm(folder, { recursive: true });
  });

  async function publish(more: readonly ModelRecord[]): Promise<void> {
    records.push(...more);
    for (const [source, own] of Map.groupBy(more, (record) => record.source)) {
      for (let from = 0; from < own.length; from += 500) {
        const texts = own.slice(from, from + 500).map((record) => published(record));
        await stack.publisher.publishMessage(`{"source":"${source}","records":[${texts.join(",")}]}`);
      }
    }
  }

  const instance = (name: string, on: string, more: object = {}): ModelRecord =>
    ({ kind: "resource", source: "team/k8s", at: { type: "ServiceInstance", name }, on, ...more }) as ModelRecord;
  const health = (name: string, on: string): ModelRecord => ({
    kind: "reading",
    source: "team/health",
    at: { type: "ServiceInstance", name },
    type: "HealthCheck",
    mode: "SNAPSHOT",
    value: { sent: "1", printed: "1" },
    on,
  });
  const present = async (): Promise<number> => {
    const rows = await database.query(
      "SELECT count(*)::int AS count FROM resource_current WHERE type = 'ServiceInstance'",
    );
    return rows[0].count;
  };

  async function expectModel(): Promise<void> {
    const inForce = (await storedDecisions(database)).filter(({ isUndone }) => !isUndone);
    const served = await servedCatalog((path) => stack.read(path), ["Service"]);
    const expected = catalogAfter(records, realId, inForce);
    const services = ({ id }: { id: string }): boolean => id.startsWith("Service\n");
    expect(served).toEqual(
      asServed(
        {
          resources: expected.resources.filter(services),
          snapshots: expected.snapshots.filter(services),
          series: expected.series.filter(services),
        },
        realId,
      ),
    );
    const shown: { name: string }[] = await database.query(
      "SELECT name FROM resource_current WHERE type = 'ServiceInstance' ORDER BY name",
    );
    const instances = expected.resources.filter(({ id }) => id.startsWith("ServiceInstance\n"));
    expect(shown.map(({ name }) => `ServiceInstance\n${name}`)).toEqual(instances.map(({ id }) => id).toSorted());
  }

  it("let one work at a time; when it dies, however often, the next goes on, and the state is that of the model", async () => {
    const names = Array.from({ length: INSTANCES }, (_, index) => `i-${String(index).padStart(5, "0")}`);
    // A third is silent, a third has a fresh health check, a third is new.
    await publish(
      names.flatMap((name, index) => [
        instance(name, ago(index % 3 === 2 ? HOUR : 9 * HOUR)),
        ...(index % 3 === 2 ? [] : [health(name, ago(index % 3 === 1 ? HOUR / 2 : 8 * HOUR))]),
      ]),
    );
    await stack.drained();
    const workers: StartedApp[] = [await stack.startHousekeeper(config), await stack.startHousekeeper(config)];
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(Math.random() * 700);
      const dead = workers.shift()!;
      await dead.stop("SIGKILL");
      workers.push(await stack.startHousekeeper(config));
    }
    await eventually(async () => expect(await present()).toBe((INSTANCES / 3) * 2), 60_000);
    await expectModel();
    const [{ removed, decided }] = await database.query(`
      SELECT (SELECT sum(removed)::int FROM housekeeping_run) AS removed,
        (SELECT count(*)::int FROM housekeeping_decision) AS decided`);
    expect({ removed, decided }).toEqual({ removed: INSTANCES / 3, decided: INSTANCES / 3 });
    const actives = await Promise.all(
      workers.map(async ({ url }) => /^binnacle_housekeeper_active\{[^}]*\} (\d)/m.exec(await metricsOf(url))?.[1]),
    );
    expect(actives.toSorted()).toEqual(["0", "1"]);
  }, 120_000);

  it("execute leases and sweeps of several sources, and give back what is undone", async () => {
    const service = (source: string, name: string, on: string, more: object = {}): ModelRecord =>
      ({ kind: "resource", source, at: { type: "Service", name }, on, ...more }) as ModelRecord;
    await publish([
      service("team/a", "kept", ago(3 * HOUR)),
      service("team/a", "dropped", ago(3 * HOUR)),
      service("team/a", "shared", ago(3 * HOUR)),
      service("team/b", "shared", ago(2 * HOUR)),
      service("team/b", "leased", "2026-01-01T00:00:00.000000Z", { leaseEnd: "2026-01-02T00:00:00.000000Z" }),
      service("team/a", "kept", ago(HOUR)),
      { kind: "sweep", source: "team/a", resourceType: "Service", on: ago(HOUR), count: 1 },
    ]);
    const names = async (): Promise<string[]> => {
      const { items } = JSON.parse(await stack.read("/resources?type=Service"));
      return items.map(({ name }: { name: string }) => name);
    };
    await eventually(async () => expect(await names()).toEqual(["kept", "shared"]));
    await expectModel();
    const { items: runs } = JSON.parse(await stack.read("/housekeeping/runs"));
    for (const { id, rule } of runs) if (rule === "sweeps") await post(`/housekeeping/runs/${id}/undo`);
    await eventually(async () => expect(await names()).toEqual(["dropped", "kept", "shared"]));
    // A sweep that was taken back withdraws nothing any more that has not been published since.
    await sleep(2_500);
    expect(await names()).toEqual(["dropped", "kept", "shared"]);
    await expectModel();
  }, 120_000);

  it("say what would go and why, and change nothing", async () => {
    await Promise.all(stack.housekeepers.map((housekeeper) => housekeeper.stop()));
    await publish([
      instance("late", ago(9 * HOUR)),
      { ...instance("leased", "2026-01-01T00:00:00.000000Z"), leaseEnd: "2026-01-02T00:00:00.000000Z" } as ModelRecord,
    ]);
    await stack.drained();
    const before = await present();
    const dryRun = async (...flags: string[]): Promise<{ stdout: string; stderr: string }> =>
      promisify(execFile)(process.execPath, [MAIN, "--dry-run", ...flags], {
        env: { PATH: process.env["PATH"], DATABASE_URL: stack.database.url, BINNACLE_CONFIG: config },
      });
    const table = await dryRun();
    expect(table.stdout.split("\n").filter(Boolean).toSorted()).toEqual([
      "leases\tServiceInstance\tleased\t2026-01-01T00:00:00.000000Z\tits lease ended at 2026-01-02T00:00:00.000000Z",
      `silent-instances\tServiceInstance\tlate\t${ago(9 * HOUR)}\tnever any HealthCheck`,
      "silent-instances\tServiceInstance\tleased\t2026-01-01T00:00:00.000000Z\tnever any HealthCheck",
    ]);
    expect(table.stderr).toContain("2 Resources would go");
    const lines = (await dryRun("--ndjson")).stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).name).toSorted()).toEqual(["late", "leased", "leased"]);
    expect(JSON.parse(lines[0]!)).toMatchObject({ rule: "leases", type: "ServiceInstance", name: "leased" });
    expect(await present()).toBe(before);
  });

  it("do it all once when told so, after their own probe came through, and end", async () => {
    const environment = {
      PATH: process.env["PATH"],
      DATABASE_URL: stack.database.url,
      BINNACLE_CONFIG: config,
      BINNACLE_TOPIC_ARN: stack.messaging.topicArn,
      AWS_ENDPOINT_URL: stack.messaging.endpoint,
      AWS_REGION: stack.messaging.region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    await writeFile(config, `${CONFIGURATION}fields: [{ name: status, readingType: HealthCheck, path: [status] }]\n`);
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, "--once"], { env: environment });
    expect(stdout).toContain("silent-instances: removed 1 for ServiceInstance");
    expect(stdout).toContain("indexes of declared fields: 1 made, 0 dropped");
    expect(await database.query("SELECT FROM pg_indexes WHERE indexname LIKE 'declared_field_%'")).toHaveLength(1);
    await expectModel();
  });

  async function post(path: string): Promise<void> {
    const response = await fetch(`${stack.provider.url}/api/v1${path}`, { method: "POST" });
    expect(response.status).toBe(202);
  }

  async function metricsOf(url: string): Promise<string> {
    return (await fetch(`${url}/metrics`)).text();
  }
});
