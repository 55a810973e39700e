import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector, testCollector } from "@binnacle/collector";
import { validateConfiguration } from "@binnacle/platform";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answeringWith, readAnswers, type RecordedAnswers } from "../../testing/recorded-answers.js";
import { sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { QualityCollector } from "./quality.collector.js";
import { QualityOptions } from "./quality.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const SPOTBUGS = join(import.meta.dirname, "fixtures/spotbugs.sarif");

let server: SourceServer;
let answers: RecordedAnswers;
let directory: string;

beforeEach(async () => {
  answers = readAnswers(new URL("fixtures/sonarqube.json", import.meta.url));
  server = await SourceServer.start(answeringWith(answers));
  directory = await mkdtemp(join(tmpdir(), "quality-"));
  process.env["SONAR_SPEC_TOKEN"] = "squ_s3cret";
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

describe("what SARIF says", () => {
  it("is counted by tool, level and rule, as the rules' own levels and suppressions have it", async () => {
    const { report, values } = await collect({ sarif: [{ files: SPOTBUGS, service: "orders" }] });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(values).toEqual([
      [
        "StaticAnalysis orders",
        {
          tools: [
            {
              tool: "PMD",
              version: "7.6.0",
              results: { error: 0, warning: 0, note: 0, none: 0 },
              suppressed: 0,
              rules: [],
            },
            {
              tool: "SpotBugs",
              version: "4.8.6",
              results: { error: 2, warning: 2, note: 2, none: 1 },
              suppressed: 1,
              rules: [
                { id: "DM_DEFAULT_ENCODING", level: "error", count: 1, description: "Reliance on default encoding" },
                {
                  id: "NP_NULL_ON_SOME_PATH",
                  level: "error",
                  count: 1,
                  description: "Possible null pointer dereference",
                },
                { id: "DM_DEFAULT_ENCODING", level: "warning", count: 2, description: "Reliance on default encoding" },
                { id: "FCCD", level: "note", count: 1 },
                { id: "FCCD/1", level: "note", count: 1 },
                {
                  id: "NP_NULL_ON_SOME_PATH",
                  level: "none",
                  count: 1,
                  description: "Possible null pointer dereference",
                },
              ],
            },
          ],
        },
      ],
    ]);
  });

  it("is read of a log that ESLint wrote", async () => {
    const files = join(import.meta.dirname, "fixtures/eslint-10.15.sarif");
    const { report, values } = await collect({ sarif: [{ files, service: "shop" }] });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(values[0]![1]).toMatchObject({
      tools: [
        {
          tool: "ESLint",
          version: "10.15.0",
          results: { error: 6, warning: 3, note: 0, none: 0 },
          suppressed: 1,
          rules: [
            { id: "no-unused-vars", level: "error", count: 2, description: "Disallow unused variables" },
            { id: "no-cond-assign", level: "error", count: 1 },
            { id: "no-constant-condition" },
            { id: "no-undef" },
            { id: "no-useless-assignment" },
            { id: "eqeqeq", level: "warning", count: 2 },
            { id: "no-var", level: "warning", count: 1 },
          ],
        },
      ],
    });
  });

  it("is summed up over the modules of a service, and what is no SARIF is left out", async () => {
    const text = (rule: string) =>
      JSON.stringify({
        version: "2.1.0",
        runs: [{ tool: { driver: { name: "eslint" } }, results: [{ ruleId: rule }] }],
      });
    await writeFile(join(directory, "a.sarif"), text("no-var"));
    await writeFile(join(directory, "b.sarif"), text("no-var"));
    await writeFile(join(directory, "c.sarif"), '{"version":"2.0.0"}');
    await writeFile(join(directory, "d.sarif"), "no");
    const { report, values } = await collect({ sarif: [{ files: join(directory, "*.sarif"), service: "web" }] });
    expect(values[0]![1]).toMatchObject({
      tools: [{ tool: "eslint", results: { warning: 2 }, rules: [{ id: "no-var", count: 2 }] }],
    });
    expect(report.outcome).toBe("partial");
    expect(report.failures.map(({ detail }) => detail.replace(directory, ""))).toEqual([
      '/c.sarif cannot be understood and is left out: it is no SARIF 2.1.0: its version is "2.0.0"',
      expect.stringMatching(/^\/d\.sarif cannot be understood/),
    ]);
  });
});

describe("what SonarQube measured", () => {
  it("is told in numbers and letters", async () => {
    const sonarqube = { url: server.url, tokenFrom: "SONAR_SPEC_TOKEN", projects: { "acme:orders": "orders" } };
    const { report, values } = await collect({ sonarqube });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(values).toEqual([
      [
        "CodeQuality orders",
        {
          from: "sonarqube",
          project: "acme:orders",
          url: `${server.url}/dashboard?id=acme%3Aorders`,
          analysedOn: "2026-10-02T08:15:00.000000Z",
          qualityGate: "failed",
          measures: { bugs: 3, coverage: 81.2, new_violations: 25, reliability_rating: "C", security_rating: "A" },
        },
      ],
    ]);
    expect(server.requests[0]!.headers.authorization).toBe("Bearer squ_s3cret");
    expect(server.requests[0]!.url).toContain("metricKeys=alert_status%2Cbugs%2C");
  });

  it("is read of all projects, page by page, where none are named", async () => {
    const recorded = answeringWith(answers);
    server.answer = (request, response) => {
      const url = new URL(request.url, server.url);
      if (url.pathname !== "/api/components/search") return recorded(request, response);
      const page = Number(url.searchParams.get("p"));
      const components = [{ key: page === 1 ? "acme:orders" : "acme:stock" }];
      sendJson(response, { paging: { pageIndex: page, pageSize: 1, total: 2 }, components });
    };
    const { values } = await collect({ sonarqube: { url: server.url } });
    expect(values.map(([what]) => what).toSorted()).toEqual(["CodeQuality acme:orders", "CodeQuality acme:stock"]);
  });

  it("goes on past a project that it may not see", async () => {
    const recorded = answeringWith(answers);
    server.answer = (request, response) =>
      request.url.includes("secret")
        ? sendJson(response, { errors: [{ msg: "Insufficient privileges" }] }, { status: 403 })
        : recorded(request, response);
    const { report, values } = await collect({
      sonarqube: { url: server.url, projects: { "acme:secret": "secret", "acme:orders": "orders" } },
    });
    expect(values.map(([what]) => what)).toEqual(["CodeQuality orders"]);
    expect(report).toMatchObject({
      outcome: "partial",
      failures: [{ detail: expect.stringMatching(/^acme:secret: .*403 Forbidden/) }],
    });
  });

  it.each(SOURCE_FAULTS)("survives $fault, and keeps what files said", async ({ says, answer }) => {
    server.answer = answer;
    const { report, values } = await collect({
      sarif: [{ files: SPOTBUGS, service: "orders" }],
      sonarqube: { url: server.url, tokenFrom: "SONAR_SPEC_TOKEN" },
    });
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toMatch(says);
    expect(values).toHaveLength(1);
    expect(JSON.stringify(report)).not.toContain("s3cret");
  });
});

it("says the same again when nothing has changed", async () => {
  const sonarqube = { url: server.url, projects: { "acme:orders": "orders" } };
  const collector = () => collectorOf({ sarif: [{ files: SPOTBUGS, service: "orders" }], sonarqube });
  expect((await testCollector(collector)).report).toBe("");
});

it("needs to be told what to read", () => {
  expect(() => new QualityCollector(new QualityOptions())).toThrow(/sarif or sonarqube must say/);
});

function collectorOf(options: object): QualityCollector {
  return new QualityCollector(validateConfiguration(QualityOptions, options, "options"));
}

async function collect(options: object) {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collectorOf(options), { publisher, logger: quiet, retries: 0, timeout: "20s" });
  const values = publisher.records.flatMap((record) =>
    record.kind === "reading" && record.type !== "CollectorRun"
      ? [[`${record.type} ${record.resource.name}`, record.value] as const]
      : [],
  );
  return { report, values };
}
