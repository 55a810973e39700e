import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { InMemoryCatalog, type InMemoryCatalogOptions } from "../../in-memory/in-memory-catalog.js";
import { faultyExamples, runBuiltIn } from "../testing/run-built-in.js";
import { at, event, id, LOG4J, reading, refersTo, resource, SMALL_COMPANY } from "../testing/small-company.js";
import type { ServiceOverviewResult } from "../service-overview/result.js";
import type { AttentionResult } from "./result.js";

const service = (name: string) => ({ id: id("Service", name), type: "Service", name });
const check = (instance: string, status: string, message?: string) =>
  reading(["ServiceInstance", instance], "HealthCheck", { status, ...(message && { message }) }, at("11:59"));
const sample = (instance: string, minute: string, status: string) =>
  event(["ServiceInstance", instance], at(minute), { status }, "HealthCheckSample");

const attention = (
  records: readonly object[] = SMALL_COMPANY,
  given: Record<string, string> = {},
  options: InMemoryCatalogOptions = {},
) => runBuiltIn<AttentionResult>(InMemoryCatalog.of(records, options), "attention", given);

describe("attention", () => {
  it("names services that are down before those that are degraded, with the environment", async () => {
    const { result, isPartial } = await attention();
    expect(isPartial).toBe(false);
    expect(result.unwell).toEqual({
      count: 2,
      isPartial: false,
      items: [
        { service: service("billing"), health: "down", why: "production: 1 down", since: null },
        { service: service("orders"), health: "degraded", why: "production: 1 degraded", since: null },
      ],
    });
  });

  it("says since when, by the samples that were not up one after the other, and gives the check's reason", async () => {
    const { result } = await attention([
      ...SMALL_COMPANY,
      check("orders/production/1", "down", "HTTP 503"),
      check("orders/production/2", "down"),
      ...["up", "down", "degraded", "down"].map((status, index) =>
        sample("orders/production/2", `11:4${index}`, status),
      ),
      sample("orders/production/1", "11:50", "up"),
    ]);
    expect(result.unwell.items[0]).toEqual({
      service: service("orders"),
      health: "down",
      why: "production: 2 down (HTTP 503)",
      since: at("11:41"),
    });
  });

  it("takes a check that is too old for none, and leaves out what is no instance of a service", async () => {
    const stray = ["ServiceInstance", "stray"] as [string, string];
    const records = [...SMALL_COMPANY, resource(...stray), check("stray", "down")];
    expect((await attention(records)).result.unwell.count).toBe(2);
    const { result } = await attention(records, { staleAfter: "PT90S" });
    expect(result.unwell.items.map(({ service: { name } }) => name)).toEqual(["orders"]);
  });

  it("counts the services of unknown health that are not down or degraded, as service-overview does", async () => {
    const checked = (name: string, status?: string, time = "11:59") => [
      resource("Service", name),
      resource("ServiceDeployment", `${name}/production`, ["Service", name]),
      resource("ServiceInstance", `${name}/production/1`, ["ServiceDeployment", `${name}/production`]),
      ...(status === undefined
        ? []
        : [reading(["ServiceInstance", `${name}/production/1`], "HealthCheck", { status }, at(time))]),
    ];
    const { result } = await attention([
      ...SMALL_COMPANY,
      ...checked("silent"),
      ...checked("vague", "who knows"),
      ...checked("old", "down", "11:00"),
      ...checked("well", "up"),
    ]);
    expect(result.unknown).toEqual({ count: 3, isPartial: false });

    const instances = fc.array(
      fc.record({
        service: fc.integer({ min: 1, max: 3 }),
        environment: fc.constantFrom("production", "staging"),
        status: fc.constantFrom("up", "degraded", "down", "?", undefined),
        time: fc.constantFrom("11:44", "11:46"),
      }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(instances, async (chosen) => {
        const records = chosen.flatMap(({ service: number, environment, status, time }, index) => {
          const deployment = `s${number}/${environment}`;
          return [
            resource("Service", `s${number}`),
            resource("ServiceDeployment", deployment, ["Service", `s${number}`]),
            resource("ServiceInstance", `${deployment}/${index}`, ["ServiceDeployment", deployment]),
            ...(status
              ? [reading(["ServiceInstance", `${deployment}/${index}`], "HealthCheck", { status }, at(time))]
              : []),
          ];
        });
        const catalog = InMemoryCatalog.of(records);
        const { services } = (await runBuiltIn<ServiceOverviewResult>(catalog, "service-overview", {})).result;
        const { unwell, unknown } = (await attention(records)).result;
        const count = (...wanted: string[]) => services.filter(({ health }) => wanted.includes(health ?? "")).length;
        expect([unwell.count, unknown.count]).toEqual([count("down", "degraded"), count("unknown")]);
      }),
    );
  });

  it("names services with critical and high vulnerabilities, the gravest, and since when it runs", async () => {
    const { result } = await attention();
    expect(result.vulnerable).toEqual({
      count: 1,
      isPartial: false,
      items: [
        {
          service: service("orders"),
          critical: 1,
          high: 0,
          why: `GHSA-jfh8-c2jp-5v3q in ${LOG4J}@2.14.1`,
          since: "2026-05-30T08:00:00.000000Z",
        },
      ],
    });
  });

  it("counts a version of a package once, and one critical for more than many high ones", async () => {
    const leftPad: [string, string] = ["SoftwareDependencyVersion", "pkg:npm/left-pad@1.3.0"];
    const uses = (deployment: string) =>
      reading(["ServiceDeployment", deployment], "ServiceDeploymentDependencies", refersTo(leftPad), at("11:00"));
    const high = ["A", "B", "C"].map((name) => ({ id: name, severity: "high", score: name === "B" ? 8 : 7 }));
    const { result } = await attention([
      ...SMALL_COMPANY,
      reading(leftPad, "DependencyVersionVulnerabilities", high, at("11:00")),
      uses("billing/production"),
      uses("orders/staging"),
      resource("ServiceDeployment", "billing/staging", ["Service", "billing"]),
      uses("billing/staging"),
    ]);
    expect(result.vulnerable.items).toMatchObject([
      { service: service("orders"), critical: 1, high: 3 },
      { service: service("billing"), critical: 0, high: 3, why: "B in pkg:npm/left-pad@1.3.0", since: null },
    ]);
  });

  it("says what is late, as the calculation freshness does, the longest first", async () => {
    const every = (type: string, minutes: number[]) =>
      minutes.map((minute) => event(["Service", "orders"], at(`11:${minute}`), minute, type));
    const { result } = await attention([...every("Cost", [10, 12, 14, 16]), ...every("Load", [30, 33, 36, 39])]);
    const why = (minutes: string, minute: number) => `usually every ${minutes}, last collected ${at(`11:${minute}`)}`;
    expect(result.late).toEqual({
      count: 2,
      isPartial: false,
      items: [
        { source: "test", readingType: "Cost", why: why("2 min", 16), since: at("11:18") },
        { source: "test", readingType: "Load", why: why("3 min", 39), since: at("11:42") },
      ],
    });
  });

  it("says what was rejected, what came last first, and what housekeeping holds, the longest first", async () => {
    const rejection = (name: string, firstReceivedOn: string, lastReceivedOn: string) => ({
      id: id("Rejection", name),
      code: "INVALID_FIELD",
      detail: `${name} is wrong`,
      source: "team/k8s",
      count: 2,
      firstReceivedOn,
      lastReceivedOn,
    });
    const plan = (rule: string, plannedOn: string) => ({
      id: id("Plan", rule),
      rule,
      resourceType: "Lambda",
      reason: "it would remove 9 of 10",
      plannedOn,
    });
    const { result } = await attention(
      [],
      {},
      {
        rejections: [rejection("new", at("11:00"), at("11:00")), rejection("old", at("08:00"), at("11:30"))],
        heldPlans: [plan("orphans", at("10:00")), plan("leases", at("09:00"))],
      },
    );
    expect(result.rejected.items.map(({ why, since, count }) => [why, since, count])).toEqual([
      ["old is wrong", at("08:00"), 2],
      ["new is wrong", at("11:00"), 2],
    ]);
    expect(result.held).toEqual({
      count: 2,
      isPartial: false,
      items: ["leases", "orphans"].map((rule) => ({
        id: id("Plan", rule),
        rule,
        resourceType: "Lambda",
        why: "it would remove 9 of 10",
        since: at(rule === "leases" ? "09:00" : "10:00"),
      })),
    });
  });

  it("counts all, and names as many as are asked for", async () => {
    const { result } = await attention(SMALL_COMPANY, { limit: "1" });
    expect([result.unwell.count, result.unwell.items.length]).toEqual([2, 1]);
    expect((await attention(SMALL_COMPANY, { limit: "0" })).result.unwell).toMatchObject({ count: 2, items: [] });
  });

  it("says when it did not look at all", async () => {
    const rejections = Array.from({ length: 1_001 }, (_, index) => ({
      id: id("Rejection", String(index)),
      code: "UNKNOWN_KIND",
      detail: "is no kind",
      source: "x",
      count: 1,
      firstReceivedOn: at("11:00"),
      lastReceivedOn: at("11:00"),
    }));
    const { result, isPartial } = await attention([], {}, { rejections });
    expect(isPartial).toBe(true);
    expect([result.rejected.count, result.rejected.isPartial, result.unwell.isPartial]).toEqual([1_000, true, false]);
  });

  it("is empty where all is well", async () => {
    const { result } = await attention([]);
    const nothing = { count: 0, isPartial: false, items: [] };
    expect(result).toEqual({
      unwell: nothing,
      unknown: { count: 0, isPartial: false },
      vulnerable: nothing,
      late: nothing,
      rejected: nothing,
      held: nothing,
    });
  });

  it("shows an example that is as its schema says", () => {
    expect(faultyExamples("attention")).toEqual([]);
  });
});
