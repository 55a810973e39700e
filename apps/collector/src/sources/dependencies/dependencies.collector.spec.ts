import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InMemoryPublisher, runCollector, type RunReport, testCollector } from "@binnacle/collector";
import { type CatalogRecord, MAX_VALUE_REFERENCES, MAX_VALUE_SENT_BYTES, validateRecord } from "@binnacle/contract";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DependenciesCollector } from "./dependencies.collector.js";
import type { ServiceDeploymentDependencies } from "./dependencies.mapping.js";
import { DependenciesOptions } from "./dependencies.options.js";

const FIXTURES = join(import.meta.dirname, "fixtures");
const CHECKOUT = join(import.meta.dirname, "../../../../..");
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "dependencies-"));
});
afterAll(() => rm(scratch, { recursive: true }));

async function collect(
  options: Partial<DependenciesOptions>,
): Promise<{ report: RunReport; records: CatalogRecord[] }> {
  const collector = new DependenciesCollector(Object.assign(new DependenciesOptions(), options));
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collector, { publisher, logger: silent, retries: 0 });
  return { report, records: publisher.records };
}

async function project(name: string, lockfile: string): Promise<string> {
  const directory = join(scratch, name);
  await mkdir(directory);
  await writeFile(join(directory, "package-lock.json"), lockfile);
  return directory;
}

function resources(records: CatalogRecord[], type: string): string[] {
  return records.flatMap((record) => (record.kind === "resource" && record.type === type ? [record.name] : []));
}

function dependenciesOf(records: CatalogRecord[]): ServiceDeploymentDependencies {
  const [found, ...others] = records.flatMap((record) =>
    record.kind === "reading" && record.type === "ServiceDeploymentDependencies" ? [record] : [],
  );
  expect(others).toEqual([]);
  return found?.value as ServiceDeploymentDependencies;
}

function packageOf(records: CatalogRecord[], name: string): unknown {
  return records.find((record) => record.kind === "reading" && record.resource.name === name);
}

describe("the dependencies source", () => {
  it("publishes the service, its deployment, and each package with its versions", async () => {
    const { report, records } = await collect({ directory: join(FIXTURES, "orders-v3"), service: "orders" });
    expect(report.outcome).toBe("ok");
    expect(resources(records, "Service")).toEqual(["orders"]);
    expect(records).toContainEqual(
      expect.objectContaining({
        kind: "resource",
        type: "ServiceDeployment",
        name: "orders/local",
        parent: { type: "Service", name: "orders" },
      }),
    );
    expect(resources(records, "SoftwareDependency")).toEqual([
      "pkg:npm/%40scope/alpha",
      "pkg:npm/bundled",
      "pkg:npm/bundler",
      "pkg:npm/fsevents",
      "pkg:npm/lodash",
      "pkg:npm/parser",
      "pkg:npm/react",
      "pkg:npm/shared",
      "pkg:npm/tool-glue",
      "pkg:npm/typescript",
      "pkg:npm/vendored",
    ]);
    expect(records).toContainEqual(
      expect.objectContaining({
        kind: "resource",
        type: "SoftwareDependencyVersion",
        name: "pkg:npm/shared@2.0.0%2Bbuild.5",
        parent: { type: "SoftwareDependency", name: "pkg:npm/shared" },
      }),
    );
  });

  it("publishes licence and integrity of registry packages only", async () => {
    const { records } = await collect({ directory: join(FIXTURES, "orders-v3") });
    expect(packageOf(records, "pkg:npm/fsevents@2.3.3")).toMatchObject({
      type: "SoftwarePackage",
      value: { license: "MIT", integrity: `sha512-${"F".repeat(86)}==`, hasInstallScript: true },
    });
    expect(packageOf(records, "pkg:npm/parser@0.9.0")).toBeUndefined();
    expect(packageOf(records, "pkg:npm/vendored@1.0.0")).toBeUndefined();
  });

  it("refers to every version from the deployment, in a stable order", async () => {
    const directory = join(FIXTURES, "orders-v3");
    const { records } = await collect({ directory, service: "orders", environment: "production" });
    const value = dependenciesOf(records);
    expect(value).toMatchObject({
      lockfile: "package-lock.json",
      lockfileVersion: 3,
      counts: { total: 13, direct: 10, production: 7, optional: 2, peer: 1, development: 3 },
      isTruncated: false,
    });
    expect(value.dependencies[0]).toEqual({
      resourceType: "SoftwareDependencyVersion",
      resourceName: "pkg:npm/%40scope/alpha@1.2.0",
      isDirect: true,
      scope: "production",
    });
    expect(value.dependencies.map(({ resourceName }) => resourceName)).toEqual(
      resources(records, "SoftwareDependencyVersion"),
    );
    const lock = JSON.parse(await readFile(join(directory, "package-lock.json"), "utf8")) as { packages: object };
    const reordered = { ...lock, packages: Object.fromEntries(Object.entries(lock.packages).toReversed()) };
    const again = await collect({
      directory: await project("reordered", JSON.stringify(reordered)),
      service: "orders",
    });
    expect(JSON.stringify(dependenciesOf(again.records))).toBe(JSON.stringify(value));
  });

  it.each([["orders-v3"], ["pnpm-v9"], ["yarn-berry"], ["maven-tree"], ["go"], ["cargo"], ["uv"]])(
    "says the same again of an unchanged file: %s",
    async (project) => {
      const options = { directory: join(FIXTURES, project), service: "orders" };
      const collector = new DependenciesCollector(Object.assign(new DependenciesOptions(), options));
      expect((await testCollector(collector)).report).toBe("");
    },
  );

  it("publishes no host, URL or path of the machine", async () => {
    const { records } = await collect({ directory: join(FIXTURES, "orders-v3") });
    expect(JSON.stringify(records)).not.toMatch(/example\.com|https?:|git\+|fixtures/);
  });

  it("leaves out what only development needs when told so", async () => {
    const { records } = await collect({ directory: join(FIXTURES, "orders-v3"), includeDev: false });
    expect(dependenciesOf(records).counts).toEqual({ total: 10, direct: 8, production: 7, optional: 2, peer: 1 });
    expect(resources(records, "SoftwareDependency")).not.toContain("pkg:npm/typescript");
  });

  it("names the service after package.json, else the directory, and reads the lock file that it is given", async () => {
    const directory = join(scratch, "billing");
    await cp(join(FIXTURES, "orders-v2"), join(directory, "api"), { recursive: true });
    const lockfile = "api/package-lock.json";
    expect(resources((await collect({ directory, lockfile })).records, "Service")).toEqual(["api"]);
    await writeFile(join(directory, "api/package.json"), '{"name": "@acme/billing"}');
    const { records } = await collect({ directory, lockfile });
    expect(resources(records, "Service")).toEqual(["@acme/billing"]);
    expect(resources(records, "ServiceDeployment")).toEqual(["@acme/billing/local"]);
  });

  it("makes one list of several lock files, with the strongest need of each package", async () => {
    const directory = join(scratch, "shop");
    await cp(join(FIXTURES, "orders-v2"), join(directory, "api"), { recursive: true });
    await cp(join(FIXTURES, "orders-v3"), join(directory, "web"), { recursive: true });
    const lockfiles = ["api/package-lock.json", "web/package-lock.json"];
    const { records } = await collect({ directory, lockfiles });
    expect(resources(records, "Service")).toEqual(["shop"]);
    const value = dependenciesOf(records);
    expect(value).not.toHaveProperty("lockfile");
    expect(value.lockfiles).toEqual([
      { lockfile: "api/package-lock.json", lockfileVersion: 2 },
      { lockfile: "web/package-lock.json", lockfileVersion: 3 },
    ]);
    expect(value.dependencies.filter(({ resourceName }) => resourceName === "pkg:npm/lodash@4.17.21")).toEqual([
      expect.objectContaining({ isDirect: true, scope: "production" }),
    ]);
    expect(value.counts.total).toBe(13);
    await writeFile(join(directory, "web/package-lock.json"), "");
    const broken = await collect({ directory, lockfiles });
    expect(broken.records).toEqual([]);
    expect(broken.report.failures[0]?.detail).toContain("web/package-lock.json: it is empty");
  });

  it("reads the first lock file of each family of tools that it finds, with the manifests beside them", async () => {
    const directory = join(scratch, "polyglot");
    await cp(join(FIXTURES, "orders-v2"), directory, { recursive: true });
    for (const [folder, name] of [
      ["yarn-classic", "yarn.lock"],
      ["composer", "composer.lock"],
      ["composer", "composer.json"],
      ["go", "go.mod"],
    ] as const) {
      await cp(join(FIXTURES, folder, name), join(directory, name));
    }
    const { records, report } = await collect({ directory });
    const { lockfiles, dependencies } = dependenciesOf(records);
    expect(lockfiles).toEqual([
      { lockfile: "package-lock.json", lockfileVersion: 2 },
      { lockfile: "go.mod" },
      { lockfile: "composer.lock" },
    ]);
    expect(
      dependencies.find(({ resourceName }) => resourceName === "pkg:composer/guzzlehttp/psr7@2.6.1")?.isDirect,
    ).toBe(true);
    expect(report.failures.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('1 entries of the lock files name no version, and are left out: "broken"'),
    ]);
  });

  it("reads what PowerShell wrote", async () => {
    const directory = join(scratch, "powershell");
    await mkdir(directory);
    await writeFile(join(directory, "requirements.txt"), "\uFEFFflask==3.0.0\r\n", "utf16le");
    expect(resources((await collect({ directory })).records, "SoftwareDependencyVersion")).toEqual([
      "pkg:pypi/flask@3.0.0",
    ]);
  });

  it("prefers npm-shrinkwrap.json, as npm does", async () => {
    const directory = await project("shrinkwrapped", '{"lockfileVersion": 1}');
    await cp(join(FIXTURES, "orders-v2/package-lock.json"), join(directory, "npm-shrinkwrap.json"));
    const { records } = await collect({ directory });
    expect(dependenciesOf(records).lockfile).toBe("npm-shrinkwrap.json");
  });

  it("reads this checkout's own lock file, and only valid records come of it", async () => {
    const { report, records } = await collect({ directory: CHECKOUT });
    expect(report.outcome).toBe("ok");
    expect(resources(records, "Service")).toEqual(["binnacle"]);
    const { dependencies } = dependenciesOf(records);
    expect(dependencies).toContainEqual(
      expect.objectContaining({
        resourceName: expect.stringMatching(/^pkg:npm\/%40nestjs\/common@12\./),
        isDirect: true,
      }),
    );
    expect(records.filter((record) => JSON.stringify(record).includes("pkg:npm/%40binnacle/"))).toEqual([]);
    for (const record of records) expect(validateRecord(record).fault).toBeUndefined();
  });

  it.each([
    ["empty", "", "it is empty"],
    [
      "conflicted",
      '{\n<<<<<<< ours\n"a": 1\n=======\n"a": 2\n>>>>>>> theirs\n}',
      "unresolved merge conflicts (line 2)",
    ],
    ["cut", '{"lockfileVersion": 3,', "not valid JSON"],
    ["old", '{"lockfileVersion": 1, "dependencies": {}}', "npm 7 or newer"],
    ["other", '{"dependencies": {}}', "not an npm lock file"],
  ])("publishes nothing, not even the service, of a lock file that is %s, and names it", async (name, text, reason) => {
    const directory = await project(name, text);
    const { report, records } = await collect({ directory });
    expect(records).toEqual([]);
    expect(report).toMatchObject({ outcome: "failed", failures: [{ code: "LOCKFILE_UNREADABLE" }] });
    expect(report.failures[0]?.detail).toContain(join(directory, "package-lock.json"));
    expect(report.failures[0]?.detail).toContain(reason);
  });

  it.each([
    [{ directory: "nowhere" }, /nowhere: no lock file here; looked for npm-shrinkwrap\.json, package-lock\.json/],
    [
      { lockfile: "Gemfile.lock" },
      /Gemfile\.lock: no reader knows files of this name; known are npm-shrinkwrap\.json, /,
    ],
    [{ lockfile: "nowhere/package-lock.json" }, /package-lock\.json: it cannot be read \(ENOENT\)/],
  ])("says which file it misses: %j", async (options, message) => {
    const { report, records } = await collect(options);
    expect(records).toEqual([]);
    expect(report.failures[0]?.detail).toMatch(message);
  });

  it("publishes every package of a lock file with more than a value may refer to, and the direct ones in the value", async () => {
    const total = MAX_VALUE_REFERENCES + 500;
    const names = Array.from({ length: total }, (_, index) => `package-${String(index).padStart(5, "0")}`);
    const packages = Object.fromEntries(
      names.map((name) => [`node_modules/${name}`, { version: "1.0.0", license: "MIT" }]),
    );
    const last = names.at(-1) as string;
    const root = { dependencies: { [last]: "*" } };
    const text = JSON.stringify({ lockfileVersion: 3, packages: { "": root, ...packages } });
    const { report, records } = await collect({ directory: await project("huge", text) });
    const value = dependenciesOf(records);
    expect(resources(records, "SoftwareDependencyVersion")).toHaveLength(total);
    expect(value).toMatchObject({ isTruncated: true, counts: { total, direct: 1 } });
    expect(value.dependencies).toHaveLength(MAX_VALUE_REFERENCES);
    expect(value.dependencies.at(-1)).toMatchObject({ resourceName: `pkg:npm/${last}@1.0.0`, isDirect: true });
    expect(JSON.stringify(value).length).toBeLessThan(MAX_VALUE_SENT_BYTES);
    expect(report.outcome).toBe("partial");
    expect(report.failures[0]?.detail).toContain("10500 packages, but a value holds 10000 references");
  });

  it("publishes the neighbours of a package whose name the catalog cannot hold", async () => {
    const packages = {
      "node_modules/ok": { version: "1.0.0" },
      "node_modules/bad": { version: `1.0.0-${"x".repeat(600)}` },
    };
    const { report, records } = await collect({
      directory: await project("unnamable", JSON.stringify({ lockfileVersion: 3, packages })),
    });
    expect(resources(records, "SoftwareDependencyVersion")).toEqual(["pkg:npm/ok@1.0.0"]);
    expect(report.failures[0]?.detail).toContain(
      '1 entries have no name that the catalog can hold, and are left out: "bad"',
    );
  });
});
