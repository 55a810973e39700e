import { chownSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InMemoryPublisher, runCollector, type RunReport } from "@binnacle/collector";
import { type CatalogRecord, type ReadingRecord, validateRecord } from "@binnacle/contract";
import { afterEach, describe, expect, it } from "@jest/globals";
import { TestRepository } from "./fixtures/test-repository.js";
import { GitCollector } from "./git.collector.js";
import type { CodeInsights } from "./git.mapping.js";
import { GitOptions } from "./git.options.js";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const DAY_MS = 86_400_000;

const made: TestRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

function repositoryNamed(name?: string, ...initArgs: string[]): TestRepository {
  const repository = TestRepository.create(name, ...initArgs);
  made.push(repository);
  return repository;
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString();
}

async function collect(options: Partial<GitOptions>): Promise<{ report: RunReport; records: CatalogRecord[] }> {
  const collector = new GitCollector(Object.assign(new GitOptions(), options));
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collector, { publisher, logger: silent, retries: 0 });
  for (const record of publisher.records) expect(validateRecord(record).fault).toBeUndefined();
  return { report, records: publisher.records };
}

function readings(records: CatalogRecord[], type: string): ReadingRecord[] {
  return records.filter((record) => record.kind === "reading" && record.type === type) as ReadingRecord[];
}

function insights(records: CatalogRecord[]): CodeInsights {
  const [found] = readings(records, "CodeInsights");
  return found?.value as CodeInsights;
}

function shop(): TestRepository {
  const repository = repositoryNamed();
  const files = {
    "package.json": '{"name": "orders", "description": "Takes orders"}',
    ".github/CODEOWNERS": "* @acme/payments\n",
    ".mailmap": "Ada Lovelace <ada@example.com> <ada@home.example.com>\n",
  };
  repository.commit({ subject: "Begin", on: "2020-01-01T12:00:00Z", files });
  repository.tag("v1.0.0");
  repository.commit({ subject: "From home", on: daysAgo(60), email: "ada@home.example.com" });
  repository.commit({
    subject: "Refunds — naïve ones",
    on: daysAgo(10),
    name: "Grace Hopper",
    email: "grace@example.com",
  });
  repository.tag("v1.1.0", { message: "Refunds", on: "2024-05-06T07:08:09+02:00" });
  return repository;
}

describe("the git source", () => {
  it("publishes what history, tags and files of a repository tell", async () => {
    const repository = shop();
    const { report, records } = await collect({ directory: repository.directory, environment: "production" });
    const head = repository.git(["rev-parse", "HEAD"]).trim();
    expect(report.outcome).toBe("ok");
    expect(insights(records)).toEqual({
      commits: { total: 3, last30Days: 1, last90Days: 2 },
      contributors: { total: 2, last90Days: 2 },
      firstCommitOn: "2020-01-01T12:00:00.000000Z",
      lastCommit: {
        sha: head,
        authorName: "Grace Hopper",
        committedOn: expect.stringMatching(/\.000000Z$/),
        subject: "Refunds — naïve ones",
      },
      defaultBranch: "main",
      isShallow: false,
    });
    expect(readings(records, "ServiceOwnership")[0]).toMatchObject({
      resource: { type: "Service", name: "orders" },
      value: { from: ".github/CODEOWNERS", teams: [{ resourceType: "Team", resourceName: "payments" }], users: [] },
    });
    expect(readings(records, "ServiceDescription")[0]?.value).toEqual({
      from: "package.json",
      description: "Takes orders",
    });
    const deployments = readings(records, "ServiceEvent").map(({ resource, value, collectedOn }) => [
      resource.name,
      (value as { version: string }).version,
      collectedOn,
    ]);
    expect(deployments).toEqual([
      ["orders/production", "1.1.0", "2024-05-06T05:08:09.000000Z"],
      ["orders/production", "1.0.0", "2020-01-01T12:00:00.000000Z"],
    ]);
    expect(readings(records, "DeployedVersion")[0]?.value).toEqual({
      version: "1.1.0",
      tag: "v1.1.0",
      sha: head,
      since: "2024-05-06T05:08:09.000000Z",
    });
    expect(JSON.stringify(records)).not.toMatch(/@(home\.)?example\.com/);
  });

  it("publishes the same values again while nothing changed", async () => {
    const { directory } = shop();
    const values = async () =>
      (await collect({ directory })).records.map((record) => ("value" in record ? record.value : null));
    expect(await values()).toEqual(await values());
  });

  it("publishes only the tags that it is told are deployments, the newest ones, or none", async () => {
    const repository = shop();
    repository.tag("orders/2.0.0", { message: "x", on: "2024-06-01T00:00:00Z" });
    const tags = async (options: Partial<GitOptions>) => {
      const { records } = await collect({ directory: repository.directory, ...options });
      return readings(records, "ServiceEvent").map(({ value }) => (value as { tag: string }).tag);
    };
    expect(await tags({})).toEqual(["orders/2.0.0", "v1.1.0", "v1.0.0"]);
    expect(await tags({ tagPattern: "v*" })).toEqual(["v1.1.0", "v1.0.0"]);
    expect(await tags({ maxDeployments: 1 })).toEqual(["orders/2.0.0"]);
    expect(await tags({ tagPattern: "--all" })).toEqual([]);
    expect(await tags({ deployments: "none" })).toEqual([]);
  });

  it("speaks of a repository without commits, too", async () => {
    const { report, records } = await collect({ directory: repositoryNamed("fresh").directory });
    expect(report.outcome).toBe("ok");
    expect(records[0]).toMatchObject({ kind: "resource", type: "Service", name: "fresh" });
    expect(insights(records)).toEqual({
      commits: { total: 0, last30Days: 0, last90Days: 0 },
      contributors: { total: 0, last90Days: 0 },
      firstCommitOn: null,
      lastCommit: null,
      defaultBranch: "main",
      isShallow: false,
    });
    expect(records).toHaveLength(2);
  });

  it("does not take a detached HEAD for a branch", async () => {
    const repository = shop();
    repository.git(["checkout", "--quiet", "--detach", "v1.0.0"]);
    const { records } = await collect({ directory: repository.directory });
    expect(insights(records)).toMatchObject({ commits: { total: 1 }, defaultBranch: "main" });
  });

  it("says that a history is cut off, and asks the remote's default branch", async () => {
    const origin = shop();
    const clone = TestRepository.cloneOf(origin, "clone", "--depth=1");
    clone.git(["checkout", "--quiet", "-b", "topic"]);
    const { records } = await collect({ directory: clone.directory });
    expect(insights(records)).toMatchObject({ isShallow: true, commits: { total: 1 }, defaultBranch: "main" });
  });

  it("reads a bare repository, named by the package.json within it", async () => {
    const clone = TestRepository.cloneOf(shop(), "mirror.git", "--bare");
    const { records } = await collect({ directory: clone.directory });
    expect(records[0]).toMatchObject({ type: "Service", name: "orders" });
    expect(insights(records).commits.total).toBe(3);
    expect(readings(records, "ServiceOwnership")).toHaveLength(1);
  });

  it("reads a partial clone as far as it goes, and fetches nothing for it", async () => {
    const origin = shop();
    origin.git(["config", "uploadpack.allowFilter", "true"]);
    const checkedOut = TestRepository.cloneOf(origin, "partial", "--filter=blob:none");
    const { records } = await collect({ directory: checkedOut.directory });
    expect(insights(records)).toMatchObject({ commits: { total: 3 }, contributors: { total: 2 } });
    expect(readings(records, "ServiceOwnership")).toHaveLength(1);
    const bare = TestRepository.cloneOf(origin, "partial.git", "--bare", "--filter=blob:none");
    const { report, records: none } = await collect({ directory: bare.directory });
    expect(none).toEqual([]);
    expect(report.failures[0]?.detail).toMatch(/the clone is partial .* nothing is fetched for it: clone it in full$/);
  });

  it("takes a directory within a repository for the whole, and follows a linked work tree", async () => {
    const repository = shop();
    const { records } = await collect({ directory: join(repository.directory, ".github") });
    expect(insights(records).commits.total).toBe(3);
    const tree = join(repository.directory, "../tree");
    repository.git(["worktree", "add", "--quiet", "--detach", tree, "v1.0.0"]);
    expect(insights((await collect({ directory: tree })).records).commits.total).toBe(1);
  });

  it("reads committed files only, and no symbolic links", async () => {
    const repository = repositoryNamed("plain");
    repository.commit({ subject: "Begin", on: daysAgo(1), files: { "README.md": "# Plain\n" } });
    repository.git(["update-index", "--add", "--cacheinfo", `120000,${linkBlob(repository)},CODEOWNERS`]);
    repository.git(["commit", "--quiet", "-m", "Link"], { on: daysAgo(0) });
    repository.write("catalog-info.yaml", "kind: Component\nspec: {owner: uncommitted}\n");
    expect(readings((await collect({ directory: repository.directory })).records, "ServiceOwnership")).toEqual([]);
  });

  it("goes on without a catalog-info.yaml that is not YAML, and says so", async () => {
    const repository = shop();
    repository.commit({ subject: "Break it", on: daysAgo(0), files: { "catalog-info.yaml": "kind: [Component" } });
    const { report, records } = await collect({ directory: repository.directory });
    expect(report.outcome).toBe("partial");
    expect(report.failures[0]?.detail).toContain("catalog-info.yaml is not valid YAML and is left out");
    expect(readings(records, "ServiceOwnership")).toHaveLength(1);
  });

  it.each(["nowhere", "."])("publishes nothing of %j, which is no repository", async (name) => {
    const outside = await mkdtemp(join(tmpdir(), "no-repository-"));
    const directory = join(outside, name);
    const { report, records } = await collect({ directory });
    await rm(outside, { recursive: true });
    expect(records).toEqual([]);
    expect(report).toMatchObject({ outcome: "failed", failures: [{ code: "NOT_A_REPOSITORY" }] });
    expect(report.failures[0]?.detail).toContain(`${directory} is not a git repository`);
  });

  it("publishes nothing of a broken repository", async () => {
    const outside = await mkdtemp(join(tmpdir(), "broken-repository-"));
    await mkdir(join(outside, ".git"));
    const { report, records } = await collect({ directory: outside });
    await rm(outside, { recursive: true });
    expect(records).toEqual([]);
    expect(report).toMatchObject({ outcome: "failed", failures: [{ code: "GIT_FAILED" }] });
  });

  it("says that there is no git where there is none", async () => {
    const { directory } = shop();
    const path = process.env["PATH"];
    process.env["PATH"] = "/nowhere";
    try {
      const { report, records } = await collect({ directory });
      expect(records).toEqual([]);
      expect(report.failures[0]).toMatchObject({ code: "GIT_MISSING" });
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("runs no program that the repository names, obeys no git variable, and writes nothing", async () => {
    const repository = shop();
    sign(repository);
    const trap = join(repository.directory, "trap.sh");
    writeFileSync(trap, `#!/bin/sh\ntouch ${repository.directory}/trapped\n`, { mode: 0o755 });
    const traps = [
      "core.pager",
      "pager.log",
      "core.fsmonitor",
      "gpg.program",
      "diff.external",
      "core.sshCommand",
      "alias.log",
    ];
    for (const key of traps) repository.git(["config", key, key === "alias.log" ? `!${trap}` : trap]);
    repository.git(["config", "log.showSignature", "true"]);
    repository.git(["config", "color.ui", "always"]);
    repository.git(["config", "column.ui", "always"]);
    const before = snapshot(repository.directory);
    process.env["GIT_DIR"] = "/nowhere";
    try {
      const { report, records } = await collect({ directory: repository.directory });
      expect(report.outcome).toBe("ok");
      expect(readings(records, "ServiceEvent")).toHaveLength(2);
      expect(JSON.stringify(records)).not.toContain("\\u001b");
    } finally {
      delete process.env["GIT_DIR"];
    }
    expect(snapshot(repository.directory)).toEqual(before);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot("reads a repository that belongs to somebody else", async () => {
    const repository = shop();
    giveAway(repository.directory);
    expect(() => repository.git(["log"])).toThrow(/dubious ownership/);
    const { report, records } = await collect({ directory: join(repository.directory, ".github") });
    expect(report.outcome).toBe("ok");
    expect(insights(records).commits.total).toBe(3);
  });
});

/** Gives the newest commit a signature, which `log.showSignature` would have checked by `gpg.program`. */
function sign(repository: TestRepository): void {
  const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n";
  const commit = repository.git(["cat-file", "commit", "HEAD"]);
  repository.write(
    "../signed",
    commit.replace("\n\n", () => `\n${signature}\n`),
  );
  const sha = repository.git(["hash-object", "-t", "commit", "-w", "--literally", "../signed"]).trim();
  repository.git(["update-ref", "refs/heads/main", sha]);
}

function linkBlob(repository: TestRepository): string {
  // Read as text, it would be a rule.
  repository.write("target", "* @acme/linked");
  return repository.git(["hash-object", "-w", "target"]).trim();
}

function files(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" }).map((name) => join(directory, name));
}

function snapshot(directory: string): string[] {
  return files(directory).map((path) =>
    statSync(path).isFile() ? `${path} ${readFileSync(path).toString("base64")}` : path,
  );
}

function giveAway(directory: string): void {
  for (const path of [directory, ...files(directory)]) chownSync(path, 65_534, 65_534);
}
