import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector, testCollector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { validateConfiguration } from "@binnacle/platform";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDirectoryOwners } from "../../ownership/codeowners.js";
import { OwnershipCollector } from "./ownership.collector.js";
import { OwnershipOptions } from "./ownership.options.js";

const FIXTURES = join(import.meta.dirname, "fixtures");
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ownership-"));
});

afterEach(() => rm(directory, { recursive: true }));

describe("what catalog-info.yaml says", () => {
  it("becomes Services, Systems, Apis and Teams", async () => {
    const from = join(FIXTURES, "catalog-info.yaml");
    const { report, records } = await collect({ catalogInfo: [from] });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(valueOf(records, "ServiceOwnership", "orders")).toEqual({
      from,
      teams: [{ resourceType: "Team", resourceName: "payments" }],
      users: [],
    });
    expect(valueOf(records, "ServiceDescription", "orders")).toEqual({
      from,
      title: "Orders",
      description: "Takes, changes and cancels orders",
      type: "service",
      lifecycle: "production",
      system: "shop",
      tags: ["billing", "java"],
      links: [{ url: "https://wiki.example.com/orders", title: "Runbook" }],
      dependsOn: [{ resourceType: "Service", resourceName: "stock" }],
      providesApis: [{ resourceType: "Api", resourceName: "orders-api" }],
      consumesApis: [{ resourceType: "Api", resourceName: "prices-api" }],
    });
    expect(valueOf(records, "ServiceOwnership", "orders-sdk")).toEqual({ from, teams: [], users: ["grace"] });
    expect(valueOf(records, "SystemDescription", "shop")).toEqual({
      from,
      description: "All that sells",
      domain: "retail",
      owners: { teams: [{ resourceType: "Team", resourceName: "commerce" }], users: [] },
    });
    expect(valueOf(records, "ApiDescription", "orders-api")).toEqual({
      from,
      title: "Orders API",
      type: "openapi",
      lifecycle: "production",
      system: "shop",
      owners: { teams: [{ resourceType: "Team", resourceName: "payments" }], users: [] },
    });
    expect(valueOf(records, "TeamDescription", "payments")).toEqual({
      from,
      title: "Payments",
      description: "Money in and out",
      type: "team",
      parent: { resourceType: "Team", resourceName: "commerce" },
      members: ["ada", "grace"],
    });
    expect(JSON.stringify(records)).not.toContain("payments@example.com");
    expect(namesOf(records, "Team")).toEqual(["commerce", "payments"]);
  });

  it("makes Services of those types of Components only that are asked for", async () => {
    const catalogInfo = [join(FIXTURES, "catalog-info.yaml")];
    const { records } = await collect({ catalogInfo, componentTypes: ["service", "website"] });
    expect(namesOf(records, "Service")).toEqual(["orders"]);
  });

  it("counts once when two files have it, and goes on past a file that is no YAML", async () => {
    const component = (owner: string) => `kind: Component\nmetadata: {name: a}\nspec: {owner: ${owner}}\n`;
    await writeFile(join(directory, "1.yaml"), component("one"));
    await writeFile(join(directory, "2.yaml"), component("two"));
    await writeFile(join(directory, "3.yaml"), "kind: [\n");
    const { report, records } = await collect({ catalogInfo: [join(directory, "*.yaml")] });
    expect(report.outcome).toBe("partial");
    expect(report.failures.map(({ detail }) => detail.replaceAll(directory, ""))).toEqual([
      expect.stringMatching(/^\/3\.yaml cannot be understood and is left out: /),
      "/2.yaml: there is a Component a in /1.yaml, too; that one counts",
    ]);
    expect(valueOf(records, "ServiceOwnership", "a")).toMatchObject({ teams: [{ resourceName: "one" }] });
  });
});

describe("a list", () => {
  it("is read from CSV, with the headings that it has", async () => {
    const file = join(FIXTURES, "owners.csv");
    const columns = { service: "Service Name", teams: "Owner", description: "Purpose" };
    const { report, records } = await collect({ lists: [{ file, columns }] });
    expect(teamsOf(records)).toEqual({ orders: ["checkout"], search: ["discovery", "web"] });
    expect(valueOf(records, "ServiceDescription", "orders")).toEqual({
      from: file,
      description: "Orders, with a comma",
    });
    expect(report.failures.map(({ detail }) => detail)).toEqual([`${file}: entry 3 names no service`]);
  });

  it("is read from YAML", async () => {
    const { records } = await collect({ lists: [{ file: join(FIXTURES, "owners.yaml") }] });
    expect(teamsOf(records)).toEqual({ prices: ["pricing"], stock: ["warehouse", "web"] });
    expect(valueOf(records, "ServiceOwnership", "stock")).toMatchObject({ users: ["alan"] });
  });

  it("says which columns there are if none is that of the services", async () => {
    const { report } = await collect({ lists: [{ file: join(FIXTURES, "owners.csv") }] });
    expect(report.failures[0]!.detail).toContain(
      "there is no column service; there are Service Name, Owner, Purpose, Tier",
    );
  });

  it("wins over what the teams' files say, which add what it does not", async () => {
    const { records } = await collect({
      lists: [{ file: join(FIXTURES, "owners.csv"), columns: { service: "Service Name", teams: "Owner" } }],
      catalogInfo: [join(FIXTURES, "catalog-info.yaml")],
    });
    expect(teamsOf(records)).toMatchObject({ orders: ["checkout"] });
    expect(valueOf(records, "ServiceDescription", "orders")).toMatchObject({ title: "Orders" });
    expect(records.filter(({ kind }) => kind === "reading").length).toBe(
      new Set(records.map((record) => (record.kind === "reading" ? `${record.type} ${record.resource.name}` : "")))
        .size - 1,
    );
  });
});

describe("CODEOWNERS", () => {
  const file = join(FIXTURES, "CODEOWNERS.gitlab");

  it("says who owns a directory of a repository that holds several services", async () => {
    const { records } = await collect({
      codeowners: [
        { file, service: "orders", directory: "services/orders" },
        { file, service: "search", directory: "/services/search/" },
        { file, service: "website", directory: "web" },
        { file, service: "repository" },
      ],
    });
    expect(teamsOf(records)).toEqual({
      orders: ["platform", "payments", "security"],
      search: ["platform"],
      website: ["platform"],
      repository: ["platform"],
    });
    expect(valueOf(records, "ServiceOwnership", "search")).toMatchObject({ users: ["discovery-lead"] });
  });

  it.each([
    ["*", true],
    ["/services/", true],
    ["services/orders", true],
    ["orders/", true],
    ["orders", true],
    ["/services/*", false],
    ["/services/**", true],
    ["**/orders", true],
    ["services/**/orders", true],
    ["/serv?ces/ord*/", true],
    ["/orders", false],
    ["order", false],
    ["*.sql", false],
    ["/services/orders/*.md", false],
    ["services.orders", false],
  ])("by the pattern %s: %s", (pattern, isOwned) => {
    expect(readDirectoryOwners(`${pattern} @acme/team`, "services/orders").teams).toEqual(isOwned ? ["team"] : []);
  });

  it("lets the last rule win, also one that names nobody", () => {
    expect(readDirectoryOwners("* @acme/all\n/a/ @acme/a\n/a/b/\n", "a/b")).toEqual({ teams: [], users: [] });
    expect(readDirectoryOwners("/a/ @acme/a\n* @acme/all\n", "a")).toEqual({ teams: ["all"], users: [] });
  });
});

it("says the same again when nothing has changed", async () => {
  const collector = () =>
    collectorOf({
      lists: [{ file: join(FIXTURES, "owners.yaml") }],
      catalogInfo: [join(FIXTURES, "catalog-info.yaml")],
      codeowners: [{ file: join(FIXTURES, "CODEOWNERS.gitlab"), service: "search", directory: "services/search" }],
    });
  expect((await testCollector(collector)).report).toBe("");
});

it("needs to be told what to read, and says what is not there", async () => {
  expect(() => new OwnershipCollector(new OwnershipOptions())).toThrow(ConfigurationError);
  const { report } = await collect({ catalogInfo: [join(directory, "*/catalog-info.yaml")] });
  expect(report.failures).toMatchObject([{ detail: expect.stringContaining("there is no such file") }]);
});

function collectorOf(options: object): OwnershipCollector {
  return new OwnershipCollector(validateConfiguration(OwnershipOptions, options, "options"));
}

async function collect(options: object) {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collectorOf(options), { publisher, logger: quiet, retries: 0 });
  const records = publisher.records.filter((record) => !JSON.stringify(record).includes('"CollectorRun"'));
  return { report, records };
}

function valueOf(records: CatalogRecord[], type: string, name: string): any {
  const found = records.find(
    (record) => record.kind === "reading" && record.type === type && record.resource.name === name,
  );
  return found?.kind === "reading" ? found.value : undefined;
}

function teamsOf(records: CatalogRecord[]): Record<string, string[]> {
  return Object.fromEntries(
    records.flatMap((record) =>
      record.kind === "reading" && record.type === "ServiceOwnership"
        ? [[record.resource.name, (record.value as any).teams.map((team: any) => team.resourceName)]]
        : [],
    ),
  );
}

function namesOf(records: CatalogRecord[], type: string): string[] {
  const names = records.flatMap((record) => (record.kind === "resource" && record.type === type ? [record.name] : []));
  return [...new Set(names)].toSorted();
}
