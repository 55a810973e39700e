import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { accessSync, constants } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { RunningStack } from "./running-stack.js";
import { startApp, type StartedApp } from "./started-app.js";

const ROOT = join(import.meta.dirname, "../..");
const RULES = join(ROOT, "deploy/prometheus/rules.yaml");
const DASHBOARD = join(ROOT, "deploy/grafana/binnacle.json");
/** Processes whose metrics docs/metrics.md lists: all that serve `/metrics`. */
const EVERY = "every";

const run = promisify(execFile);

interface Metric {
  name: string;
  type: string;
  process: string;
}

/** Debian's package `prometheus` has both; where they are not installed, the tests that need them say that they were left out. */
function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const withPromtool = isInstalled("promtool") ? it : it.skip;
const withPrometheus = isInstalled("prometheus") ? it : it.skip;

/** The names of series that a query reads, without what makes a histogram's three of one. */
function metricsIn(expression: string): string[] {
  const names = expression.match(/\b(?:binnacle|nodejs|process)_[a-z0-9_]+/g) ?? [];
  return names.map((name) => name.replace(/_(?:bucket|sum|count)$/, ""));
}

describe("what the processes tell Prometheus", () => {
  let stack: RunningStack;
  let processes: Record<string, StartedApp>;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-metrics-"));
    stack = await RunningStack.start();
    const configuration = join(folder, "binnacle.yaml");
    await writeFile(
      configuration,
      JSON.stringify({ sources: [{ use: "dependencies", schedule: "every 1h", options: { directory: folder } }] }),
    );
    const publishing = {
      BINNACLE_TOPIC_ARN: stack.messaging.topicArn,
      AWS_REGION: stack.messaging.region,
      AWS_ENDPOINT_URL: stack.messaging.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    processes = {
      provider: stack.provider,
      sink: await stack.startSink(),
      collector: await startApp("collector", { ...publishing, BINNACLE_CONFIG: configuration }),
      housekeeper: await startApp("housekeeper", { ...publishing, DATABASE_URL: stack.database.url }),
    };
  }, 120_000);

  afterAll(async () => {
    await Promise.all(["collector", "housekeeper"].map((name) => processes?.[name]?.stop()));
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function documented(): Promise<Metric[]> {
    const text = await readFile(join(ROOT, "docs/metrics.md"), "utf8");
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    return rows.flatMap((row) => {
      const cells = row.split("|").map((cell) => cell.trim().replaceAll("`", ""));
      const [, name = "", type = "", , fourth = ""] = cells;
      const isOfEvery = !name.startsWith("binnacle_");
      const names = isOfEvery ? [EVERY] : fourth.split(", ");
      return names.map((process) => ({ name, type, process }));
    });
  }

  async function told(name: string): Promise<Metric[]> {
    const text = await (await fetch(`${processes[name]!.url}/metrics`)).text();
    return [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, metric, type]) => ({
      name: metric!,
      type: type!,
      process: metric!.startsWith("binnacle_") ? name : EVERY,
    }));
  }

  const sorted = (metrics: Metric[]) => [...new Set(metrics.map((metric) => JSON.stringify(metric)))].toSorted();

  it("is what docs/metrics.md lists, and nothing else", async () => {
    const listed = (await documented()).filter(({ process }) => process === EVERY || process in processes);
    const exposed = (await Promise.all(Object.keys(processes).map(told))).flat();
    expect(sorted(exposed)).toEqual(sorted(listed));
  });

  it("is listed once each", async () => {
    const listed = (await documented()).map(({ name, process }) => `${name} of ${process}`);
    expect(listed.filter((row, index) => listed.indexOf(row) !== index)).toEqual([]);
  });

  it("is all that rules and dashboard ask for", async () => {
    const names = new Set((await documented()).map(({ name }) => name));
    const dashboard = JSON.parse(await readFile(DASHBOARD, "utf8"));
    const queries = dashboard.panels.flatMap(({ targets = [] }: any) => targets.map(({ expr }: any) => expr as string));
    expect(queries.length).toBeGreaterThan(20);
    const rules = await readFile(RULES, "utf8");
    const asked = [...queries, ...rules.matchAll(/expr:[^]*?(?=\n {6,8}(?:labels|for|- )|\n\n)/g)].flatMap((query) =>
      metricsIn(String(query)),
    );
    expect(asked.length).toBeGreaterThan(30);
    expect([...new Set(asked)].filter((name) => !names.has(name))).toEqual([]);
    const recorded = new Set([...rules.matchAll(/record: (\S+)/g)].map(([, name]) => name));
    const derived = queries.flatMap((query: string) => query.match(/binnacle:[a-z0-9_:]+/g) ?? []);
    expect(derived.filter((name: string) => !recorded.has(name))).toEqual([]);
  });

  it("leads from every alert to what can be done", async () => {
    const headings = (await readFile(join(ROOT, "docs/operations.md"), "utf8")).match(/^### .*$/gm) ?? [];
    const anchors = headings.map((heading) => heading.slice(4).toLowerCase().replaceAll(" ", "-"));
    const rules = await readFile(RULES, "utf8");
    const runbooks = [...rules.matchAll(/runbook: docs\/operations\.md#(\S+)/g)].map(([, anchor]) => anchor);
    expect(runbooks).toHaveLength([...rules.matchAll(/- alert:/g)].length);
    expect(runbooks.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
    expect(anchors.filter((anchor) => !runbooks.includes(anchor))).toEqual([]);
  });

  withPromtool("alerts when it should (promtool of Debian's package prometheus)", async () => {
    const cwd = join(ROOT, "deploy/prometheus");
    await run("promtool", ["check", "rules", "rules.yaml"], { cwd });
    await run("promtool", ["test", "rules", "rules.test.yaml"], { cwd });
    for (const { url } of Object.values(processes)) {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const child = spawn("promtool", ["check", "metrics"], { stdio: ["pipe", "ignore", "pipe"] });
      const said = child.stderr.toArray();
      child.stdin.end(metrics);
      await once(child, "close");
      // What it finds fault with is Node.js's.
      expect((await said).join("").replaceAll(/^(?:nodejs|process)_.*\n/gm, "")).toBe("");
    }
  });

  withPrometheus("is scraped by a real Prometheus, which derives from it what the rules say", async () => {
    await stack.publisher.open("team/scraped").publish({ kind: "resource", type: "Service", name: "scraped" });
    const prometheus = await startPrometheus(folder, Object.values(processes));
    try {
      const query = async (expression: string): Promise<any[]> => {
        const url = `${prometheus.url}/api/v1/query?query=${encodeURIComponent(expression)}`;
        return ((await (await fetch(url)).json()) as any).data.result;
      };
      await eventually(async () => {
        expect((await query("up == 1")).length).toBe(Object.keys(processes).length);
        const [silence] = await query('binnacle:source_silence_seconds{source="team/scraped"}');
        expect(Number(silence.value[1])).toBeGreaterThanOrEqual(0);
        expect(await query('binnacle_dead_letter_queue_messages{state="visible"} == 0')).toHaveLength(1);
        expect(await query('sum by (process) (binnacle_database_connections{process="sink"}) > 0')).toHaveLength(1);
      });
      const { data } = (await (await fetch(`${prometheus.url}/api/v1/rules`)).json()) as any;
      const rules = data.groups.flatMap((group: any) => group.rules);
      expect(rules.filter(({ health }: any) => health !== "ok")).toEqual([]);
    } finally {
      prometheus.process.kill();
      await once(prometheus.process, "exit");
    }
  });
});

async function startPrometheus(
  folder: string,
  apps: readonly StartedApp[],
): Promise<{ url: string; process: ChildProcess }> {
  const configuration = join(folder, "prometheus.yml");
  const targets = apps.map(({ url }) => new URL(url).host);
  await writeFile(
    configuration,
    JSON.stringify({
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [RULES],
      scrape_configs: [{ job_name: "binnacle", static_configs: [{ targets }] }],
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: "ignore" },
  );
  const url = `http://${address}`;
  await eventually(async () => expect((await fetch(`${url}/-/ready`)).status).toBe(200));
  return { url, process: child };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
