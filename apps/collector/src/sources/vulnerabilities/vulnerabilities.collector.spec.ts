import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InMemoryPublisher, runCollector, type RunReport, testCollector } from "@binnacle/collector";
import { type CatalogRecord, type DependencyVersionVulnerabilities, validateRecord } from "@binnacle/contract";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { CatalogOptions } from "../../catalog/catalog-options.js";
import { sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { VulnerabilitiesCollector } from "./vulnerabilities.collector.js";
import { VulnerabilitiesOptions } from "./vulnerabilities.options.js";

const EXPORT = join(import.meta.dirname, "fixtures/export");
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface Asked {
  queries: { package: { ecosystem: string; name: string }; version: string; page_token?: string }[];
}

function collectorOf(options: Partial<VulnerabilitiesOptions>): VulnerabilitiesCollector {
  return new VulnerabilitiesCollector(Object.assign(new VulnerabilitiesOptions(), options));
}

async function run(collector: VulnerabilitiesCollector): Promise<{ report: RunReport; records: CatalogRecord[] }> {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collector, { publisher, logger: silent, retries: 0, timeout: "20s" });
  for (const record of publisher.records) expect(validateRecord(record).fault).toBeUndefined();
  return { report, records: publisher.records.filter(({ kind }) => kind === "reading") };
}

/** The ids found, by the name of the package's version. */
function findings(records: CatalogRecord[]): Record<string, string[]> {
  return Object.fromEntries(
    records.flatMap((record) => {
      if (record.kind !== "reading" || record.type !== "DependencyVersionVulnerabilities") return [];
      const { vulnerabilities } = record.value as DependencyVersionVulnerabilities;
      return [[record.resource.name, vulnerabilities.map(({ id }) => id)]];
    }),
  );
}

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "vulnerabilities-"));
  const packages = {
    "": {},
    "node_modules/lodash": { version: "4.17.20" },
    "node_modules/a/node_modules/lodash": { version: "4.17.21" },
    "node_modules/safe": { version: "1.0.0" },
  };
  await writeFile(join(scratch, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
});
afterAll(() => rm(scratch, { recursive: true }));

describe("the vulnerabilities source, of an export", () => {
  it("publishes what is known of every package, also that nothing is", async () => {
    const { report, records } = await run(collectorOf({ directory: scratch, export: EXPORT }));
    expect(report.outcome).toBe("ok");
    expect(findings(records)).toEqual({
      "pkg:npm/lodash@4.17.20": ["GHSA-35jh-r3h4-6jhm"],
      "pkg:npm/lodash@4.17.21": [],
      "pkg:npm/safe@1.0.0": [],
    });
  });

  it("says the same again of an unchanged export, and leaves packages to be stated by who found them", async () => {
    const collector = collectorOf({ directory: scratch, export: EXPORT });
    const { report, records } = await testCollector(collector, { foreign: ["SoftwareDependencyVersion"] });
    expect(report).toBe("");
    expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(["reading"]));
  });

  it("says nothing of packages whose ecosystem the export does not hold", async () => {
    const { report, records } = await run(collectorOf({ directory: scratch, export: join(EXPORT, "Go") }));
    expect(records).toEqual([]);
    expect(report.failures[0]?.detail).toContain("1 ecosystems are not in");
    expect(report.failures[0]?.detail).toContain("npm");
  });

  it("keeps what it found beside a broken record, and says which that is", async () => {
    const folder = join(scratch, "spoilt");
    await cp(join(EXPORT, "npm"), folder, { recursive: true });
    await writeFile(join(folder, "broken.json"), "{");
    const { report, records } = await run(collectorOf({ directory: scratch, export: folder }));
    expect(report.outcome).toBe("partial");
    expect(report.failures[0]?.detail).toContain("broken.json");
    expect(findings(records)["pkg:npm/lodash@4.17.20"]).toEqual(["GHSA-35jh-r3h4-6jhm"]);
  });

  it("publishes nothing where lock file or export cannot be read", async () => {
    const nowhere = await run(collectorOf({ directory: scratch, export: join(scratch, "nowhere") }));
    expect(nowhere.records).toEqual([]);
    expect(nowhere.report).toMatchObject({ outcome: "failed", failures: [{ code: "EXPORT_UNREADABLE" }] });
    const { report } = await run(collectorOf({ directory: join(scratch, "spoilt"), export: EXPORT }));
    expect(report).toMatchObject({ outcome: "failed", failures: [{ code: "LOCKFILE_UNREADABLE" }] });
  });
});

describe("the vulnerabilities source, of OSV's API", () => {
  let osv: SourceServer;
  let modified: string;
  beforeEach(async () => {
    modified = "2025-08-12T21:49:33Z";
    osv = await SourceServer.start((request, response) => {
      if (request.url === "/v1/querybatch") {
        const { queries } = JSON.parse(request.body) as Asked;
        const results = queries.map(({ package: { name }, version, page_token: token }) => {
          if (name !== "lodash") return {};
          if (token === "more") return { vulns: [{ id: "GHSA-35jh-r3h4-6jhm", modified }] };
          const withdrawn = { id: "GHSA-0000-with-draw", modified: "2023-01-09T05:02:50Z" };
          return { vulns: [withdrawn], ...(version === "4.17.20" && { next_page_token: "more" }) };
        });
        sendJson(response, { results });
        return;
      }
      const id = request.url.replace("/v1/vulns/", "");
      readFile(join(EXPORT, "npm", `${id}.json`), "utf8").then(
        (text) => sendJson(response, text),
        () => sendJson(response, { code: 5, message: "Bug not found." }, { status: 404 }),
      );
    });
  });
  afterEach(() => osv.close());

  const batches = (): Asked["queries"][] =>
    osv.requests.filter(({ method }) => method === "POST").map(({ body }) => (JSON.parse(body) as Asked).queries);

  it("asks for all packages at once, follows pages, and leaves out what was withdrawn", async () => {
    const { report, records } = await run(collectorOf({ directory: scratch, apiUrl: osv.url }));
    expect(report.outcome).toBe("ok");
    expect(findings(records)).toEqual({
      "pkg:npm/lodash@4.17.20": ["GHSA-35jh-r3h4-6jhm"],
      "pkg:npm/lodash@4.17.21": [],
      "pkg:npm/safe@1.0.0": [],
    });
    expect(batches()).toEqual([
      [
        { package: { ecosystem: "npm", name: "lodash" }, version: "4.17.20" },
        { package: { ecosystem: "npm", name: "lodash" }, version: "4.17.21" },
        { package: { ecosystem: "npm", name: "safe" }, version: "1.0.0" },
      ],
      [{ package: { ecosystem: "npm", name: "lodash" }, version: "4.17.20", page_token: "more" }],
    ]);
  });

  it("publishes the same values as the export does", async () => {
    const values = ({ records }: { records: CatalogRecord[] }): unknown =>
      records.map((record) => record.kind === "reading" && record.value);
    expect(values(await run(collectorOf({ directory: scratch, apiUrl: osv.url })))).toEqual(
      values(await run(collectorOf({ directory: scratch, export: EXPORT }))),
    );
  });

  it("fetches a record again only when it has changed", async () => {
    const collector = collectorOf({ directory: scratch, apiUrl: osv.url });
    const fetched = (): number => osv.requests.filter(({ url }) => url.endsWith("GHSA-35jh-r3h4-6jhm")).length;
    await run(collector);
    await run(collector);
    expect(fetched()).toBe(1);
    modified = "2026-01-01T00:00:00Z";
    await run(collector);
    expect(fetched()).toBe(2);
  });

  it("says nothing of a package where one of its records is missing, and keeps the others", async () => {
    const usual = osv.answer;
    osv.answer = (request, response) => {
      if (request.url.endsWith("GHSA-35jh-r3h4-6jhm")) sendJson(response, {}, { status: 404 });
      else usual(request, response);
    };
    const { report, records } = await run(collectorOf({ directory: scratch, apiUrl: osv.url }));
    expect(report.outcome).toBe("partial");
    expect(report.failures[0]?.detail).toContain("/v1/vulns/GHSA-35jh-r3h4-6jhm");
    expect(Object.keys(findings(records))).toEqual(["pkg:npm/lodash@4.17.21", "pkg:npm/safe@1.0.0"]);
  });

  it("refuses an answer whose results cannot be told apart, and pages without an end", async () => {
    osv.answer = (_, response) => sendJson(response, { results: [{}] });
    const { report } = await run(collectorOf({ directory: scratch, apiUrl: osv.url }));
    expect(report.failures[0]?.detail).toContain("OSV answered 3 queries with 1 results");
    osv.answer = (request, response) =>
      sendJson(response, {
        results: (JSON.parse(request.body) as Asked).queries.map(() => ({ next_page_token: "again" })),
      });
    const endless = await run(collectorOf({ directory: scratch, apiUrl: osv.url, requestsPerSecond: 1_000 }));
    expect(endless.report.failures[0]?.detail).toContain("more than 100 pages");
  });

  it.each(SOURCE_FAULTS)("fails with a clear line on $fault", async ({ answer, says }) => {
    osv.answer = answer;
    const { report, records } = await run(collectorOf({ directory: scratch, apiUrl: osv.url }));
    expect(records).toEqual([]);
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]?.detail).toMatch(says);
    expect(report.failures[0]?.detail).toContain("/v1/querybatch");
  });

  it("takes packages from the catalog, page by page, with a token that no message shows", async () => {
    process.env["CATALOG_TOKEN_OF_SPEC"] = "s3cret-token";
    const pages: Record<string, object> = {
      "": { items: [{ name: "pkg:npm/lodash@4.17.20" }, { name: "pkg:deb/debian/bash@5.2" }], nextCursor: "c+1" },
      "c+1": { items: [{ name: "pkg:npm/safe@1.0.0" }, { name: "no package" }], nextCursor: null },
    };
    const provider = await SourceServer.start((request, response) => {
      const cursor = new URL(request.url, "http://provider").searchParams.get("cursor") ?? "";
      sendJson(response, pages[cursor]);
    });
    const catalog = Object.assign(new CatalogOptions(), { url: provider.url, tokenFrom: "CATALOG_TOKEN_OF_SPEC" });
    try {
      const { records } = await run(collectorOf({ catalog, apiUrl: osv.url }));
      expect(findings(records)).toEqual({
        "pkg:npm/lodash@4.17.20": ["GHSA-35jh-r3h4-6jhm"],
        "pkg:npm/safe@1.0.0": [],
      });
      expect(provider.requests.map(({ headers }) => headers.authorization)).toEqual(
        Array(2).fill("Bearer s3cret-token"),
      );
      provider.answer = (_, response) => sendJson(response, { detail: "s3cret-token is expired" }, { status: 401 });
      const { report } = await run(collectorOf({ catalog, apiUrl: osv.url }));
      expect(report.outcome).toBe("failed");
      expect(report.failures[0]?.detail).toContain("CATALOG_TOKEN_OF_SPEC (catalog.tokenFrom)");
      expect(JSON.stringify(report)).not.toContain("s3cret-token");
    } finally {
      delete process.env["CATALOG_TOKEN_OF_SPEC"];
      await provider.close();
    }
  });

  it("refuses to start without the token that its options name", () => {
    const catalog = { url: "http://localhost", tokenFrom: "NO_SUCH_TOKEN" };
    expect(() => collectorOf({ catalog })).toThrow(/catalog\.tokenFrom names the environment variable NO_SUCH_TOKEN/);
  });
});
