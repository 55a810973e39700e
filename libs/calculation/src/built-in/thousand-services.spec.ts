import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogAccess, PostgresCatalogStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { CatalogAccess } from "../catalog/catalog-reader.js";
import type { AttentionResult } from "./attention/result.js";
import type { DependencyVulnerabilitiesResult } from "./dependency-vulnerabilities/result.js";
import type { EgressGraphResult } from "./egress-graph/result.js";
import type { ImpactResult } from "./impact/result.js";
import type { RecentEventsResult } from "./recent-events/result.js";
import type { ServiceEventsResult } from "./service-events/result.js";
import type { ServiceOverviewResult, ServiceSummary } from "./service-overview/result.js";
import { runBuiltIn } from "./testing/run-built-in.js";
import * as company from "./testing/thousand-services.js";

const SERVICE_NUMBERS = Array.from({ length: company.SERVICES }, (_, index) => index);

/** Counts what calculations read. */
function counted(access: CatalogAccess, calls: string[]): CatalogAccess {
  return {
    read: (signal, use) =>
      access.read(signal, (reader) =>
        use(
          new Proxy(reader, {
            get: (target, name) => {
              const member: unknown = Reflect.get(target, name);
              if (typeof member !== "function") return member;
              return (...given: unknown[]): unknown => {
                calls.push(String(name));
                return Reflect.apply(member, target, given);
              };
            },
          }),
        ),
      ),
  };
}

/** All packages that a service depends on, by any number of steps. */
function closure(service: number): Set<number> {
  const reached = new Set(company.packagesOf(service));
  for (const each of reached) for (const under of company.packagesUnder(each)) reached.add(under);
  return reached;
}

function expectedSummary(service: number): object {
  const counts = (packages: Iterable<number>) => {
    const all = [...packages].flatMap((each) => company.severitiesOf(each) ?? []);
    const of = (severity: string) => all.filter((each) => each === severity).length;
    return { critical: of("critical"), high: of("high"), medium: 0, low: of("low"), unknown: 0, total: all.length };
  };
  const packages = company.packagesOf(service);
  const statuses = company.statusesOf(service);
  const owner = company.ownerOf(service);
  return {
    name: company.serviceName(service),
    owner: owner === undefined ? null : { teams: [{ name: owner, isKnown: false }], users: [] },
    health: ["down", "degraded", "up"].find((health) => statuses.includes(health)),
    environments: company.environmentsOf(service).map((name) => [name, packages.length, counts(packages)]),
    instances: 2,
    vulnerabilities: counts(packages),
    lastEvents: company.environmentsOf(service).length,
  };
}

function told({ name, owner, health, environments, instances, vulnerabilities, lastEvents }: ServiceSummary): object {
  return {
    name,
    owner,
    health,
    environments: environments.map((each) => [each.name, each.dependencies, each.vulnerabilities]),
    instances,
    vulnerabilities,
    lastEvents: lastEvents.length,
  };
}

describe("the calculations on a thousand services", () => {
  let database: TestDatabase;
  let dataSource: Awaited<ReturnType<ReturnType<typeof createDataSource>["initialize"]>>;
  let access: CatalogAccess;
  const calls: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "thousand-services" }).initialize();
    const store = new PostgresCatalogStore(dataSource);
    const records = company.thousandServices();
    for (let start = 0; start < records.length; start += 5_000) {
      const text = JSON.stringify({ source: "test", records: records.slice(start, start + 5_000) });
      const sentOn = "2026-06-01T00:00:00.000000Z";
      const { rejections } = await ingestBatch([{ text, sentOn, receivedOn: sentOn.replace("T00", "T12") }], store);
      expect(rejections).toEqual([]);
    }
    access = counted(new PostgresCatalogAccess(dataSource, { statementTimeout: 60_000 }), calls);
  }, 120_000);

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  const run = async <Result>(name: string, given: Record<string, string>): Promise<Result> => {
    calls.length = 0;
    const { result, isPartial } = await runBuiltIn<Result>(access, name, given);
    expect(isPartial).toBe(false);
    return result;
  };

  it("service-overview tells of all of them, with nine reads for a hundred", async () => {
    const found: object[] = [];
    let after: string | null = null;
    do {
      const given: Record<string, string> = after === null ? { limit: "100" } : { limit: "100", after };
      const { services, next }: ServiceOverviewResult = await run("service-overview", given);
      expect(calls.length).toBeLessThanOrEqual(9);
      found.push(...services.map(told));
      after = next;
    } while (after !== null);
    expect(found).toEqual(SERVICE_NUMBERS.map(expectedSummary));
  });

  it("attention finds the few that need it, the worst first, with as many reads as for one", async () => {
    calls.length = 0;
    const { result } = await runBuiltIn<AttentionResult>(access, "attention", { limit: "100" });
    const { unwell, unknown, vulnerable, late } = result;
    expect(calls.length).toBeLessThanOrEqual(20);
    // What is late is told from a sample.
    expect([unwell, vulnerable, late].map(({ isPartial }) => isPartial)).toEqual([false, false, true]);
    const ranked = (rank: (service: number) => number[]) =>
      SERVICE_NUMBERS.map((service) => ({ service, ranks: rank(service) }))
        .filter(({ ranks }) => ranks.some((each) => each > 0))
        .toSorted((a, b) => b.ranks[0]! - a.ranks[0]! || b.ranks[1]! - a.ranks[1]! || a.service - b.service);
    const count = (texts: readonly string[], text: string) => texts.filter((each) => each === text).length;

    const sick = ranked((service) => {
      const statuses = company.statusesOf(service);
      return [count(statuses, "down"), statuses.length - count(statuses, "up")];
    });
    expect(unwell.count).toBe(sick.length);
    expect(unknown).toEqual({ count: 0, isPartial: false });
    const all = await runBuiltIn<AttentionResult>(access, "attention", { staleAfter: "PT30S" });
    expect([all.result.unwell.count, all.result.unknown.count]).toEqual([0, company.SERVICES]);
    expect(unwell.items.map(({ service: { name }, health }) => [name, health])).toEqual(
      sick
        .slice(0, 100)
        .map(({ service, ranks: [down] }) => [company.serviceName(service), down! > 0 ? "down" : "degraded"]),
    );

    const weak = ranked((service) => {
      const severities = company.packagesOf(service).flatMap((each) => company.severitiesOf(each) ?? []);
      return [count(severities, "critical"), count(severities, "high")];
    });
    expect(vulnerable.count).toBe(weak.length);
    expect(vulnerable.items.map(({ service: { name }, critical, high }) => [name, critical, high])).toEqual(
      weak.slice(0, 100).map(({ service, ranks }) => [company.serviceName(service), ...ranks]),
    );
    expect(new Set(vulnerable.items.map(({ since }) => since))).toEqual(new Set(["2026-05-01T00:00:00.000000Z"]));
  });

  it("service-overview finds those of a team, and of an environment", async () => {
    const names = async (given: Record<string, string>) =>
      (await run<ServiceOverviewResult>("service-overview", { limit: "1000", ...given })).services.map(
        ({ name }) => name,
      );
    const expected = (isWanted: (service: number) => boolean) =>
      SERVICE_NUMBERS.filter(isWanted).map(company.serviceName);
    expect(await names({ owner: "team-7" })).toEqual(expected((each) => company.ownerOf(each) === "team-7"));
    expect(await names({ environment: "staging" })).toEqual(expected((each) => each % 3 === 0));
    expect(await names({ environment: "staging", owner: "team-7" })).toEqual(
      expected((each) => each % 3 === 0 && company.ownerOf(each) === "team-7"),
    );
  });

  it.each([0, 5, 333, 999])("dependency-vulnerabilities follows the packages of service %d", async (service) => {
    const given = { service: company.serviceName(service) };
    const result = await run<DependencyVulnerabilitiesResult>("dependency-vulnerabilities", given);
    expect(calls).toEqual(["resourcesNamed", "descendants", "references", "snapshots"]);
    const packages = [...closure(service)];
    const vulnerable = packages.filter((each) => (company.severitiesOf(each)?.length ?? 0) > 0);
    expect(result.dependencies).toEqual({
      total: packages.length,
      vulnerable: vulnerable.length,
      unchecked: packages.filter((each) => company.severitiesOf(each) === undefined).length,
    });
    expect(new Set(result.vulnerabilities.map(({ dependency }) => dependency.name))).toEqual(
      new Set(vulnerable.map(company.versionName)),
    );
    for (const { path } of result.vulnerabilities) {
      const steps = path.slice(1).map(({ name }) => Number(/lib-(\d+)@/.exec(name)![1]));
      expect(company.packagesOf(service)).toContain(steps[0]);
      for (const [index, each] of steps.slice(1).entries())
        expect(company.packagesUnder(steps[index]!)).toContain(each);
    }
    const environments = company.environmentsOf(service).map((environment) => `${given.service}/${environment}`);
    for (const { affected } of result.vulnerabilities) expect(affected.map(({ name }) => name)).toEqual(environments);
  });

  it.each([
    ["lib-20 < 2", 20],
    ["pkg:npm/lib-21 =2.0.0", 21],
    ["lib-20 >= 2", undefined],
  ])("impact finds who has %s", async (dependency, wanted) => {
    const result = await run<ImpactResult>("impact", { dependency, limit: "10000" });
    expect(calls.length).toBeLessThanOrEqual(3 + 2 * 12 + 4);
    const affected = SERVICE_NUMBERS.filter((service) => wanted !== undefined && closure(service).has(wanted));
    const byOwner = Map.groupBy(affected, (service) => company.ownerOf(service) ?? null);
    const found = result.owners.map(({ owner, services }) => [
      owner?.name ?? null,
      services.map(({ name }) => name).toSorted(),
    ]);
    expect(new Map(found as [string | null, string[]][])).toEqual(
      new Map([...byOwner].map(([owner, services]) => [owner, services.map(company.serviceName)])),
    );
    expect(result.counts).toMatchObject({
      services: affected.length,
      deployments: affected.flatMap(company.environmentsOf).length,
    });
    const direct = affected.filter((service) => company.packagesOf(service).includes(wanted!));
    const nearest = result.owners.flatMap(({ services }) => services.filter(({ hops }) => hops === 1));
    expect(nearest).toHaveLength(direct.length);
  });

  it("egress-graph has every call", async () => {
    const { nodes, edges } = await run<EgressGraphResult>("egress-graph", {});
    expect(calls.length).toBeLessThanOrEqual(4 + 3 + 2);
    const names = new Map(nodes.map(({ id, name }) => [id, name]));
    const found = edges.map(
      ({ from, to, environments }) => `${names.get(from)} ${names.get(to)} ${environments.join(" ")}`,
    );
    const expected = SERVICE_NUMBERS.flatMap((service) =>
      company
        .calledBy(service)
        .map((callee) => `${company.serviceName(service)} ${callee} ${company.environmentsOf(service).join(" ")}`),
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(nodes.filter(({ isKnown }) => !isKnown)).toHaveLength(10);
  });

  it("recent-events tells what happened last, of all of them or of a team's, with as many reads as for one", async () => {
    const last = async (given: Record<string, string>) => {
      const { result, isPartial } = await runBuiltIn<RecentEventsResult>(access, "recent-events", given);
      return [
        isPartial,
        result.events
          .map(({ on, service, environment }) => `${on.slice(14, 16)} ${service?.name} ${environment}`)
          .toSorted(),
      ];
    };
    const expected = (isWanted: (service: number) => boolean) =>
      SERVICE_NUMBERS.filter(isWanted)
        .flatMap((each) =>
          company.environmentsOf(each).map((name) => `${each % 60} ${company.serviceName(each)} ${name}`),
        )
        .toSorted();
    const ofLastMinutes = expected((each) => each % 60 >= 58);
    calls.length = 0;
    expect(await last({ limit: String(ofLastMinutes.length) })).toEqual([true, ofLastMinutes]);
    expect(calls).toEqual(["newestEvents", "resources", "ancestors"]);
    const from = "2026-05-31T10:10:00Z";
    expect(await last({ owner: "team-7", from, limit: "1000" })).toEqual([
      false,
      expected((each) => each % 60 >= 10 && company.ownerOf(each) === "team-7"),
    ]);
  });

  it("service-events counts what happened to one of them", async () => {
    const { counts, buckets } = await run<ServiceEventsResult>("service-events", {
      service: company.serviceName(333),
      from: "2026-05-31T00:00:00Z",
      to: "2026-06-01T00:00:00Z",
    });
    expect([counts, buckets]).toEqual([
      { deployment: 2 },
      [{ from: "2026-05-31T10:00:00.000000Z", counts: { deployment: 2 } }],
    ]);
    expect(calls).toEqual(["resourcesNamed", "descendants", "series", "seriesChanges"]);
  });
});
