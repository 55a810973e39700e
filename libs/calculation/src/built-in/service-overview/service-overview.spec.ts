import { NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { runBuiltIn } from "../testing/run-built-in.js";
import { at, id, resource, SMALL_COMPANY } from "../testing/small-company.js";
import type { ServiceOverviewResult } from "./result.js";

const company = InMemoryCatalog.of(SMALL_COMPANY);
const overview = (given: Record<string, string> = {}, catalog = company) =>
  runBuiltIn<ServiceOverviewResult>(catalog, "service-overview", given);
const none = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };

async function names(given: Record<string, string>, catalog = company): Promise<[string, string | null]> {
  const { services, next } = (await overview(given, catalog)).result;
  return [services.map(({ name }) => name).join(" "), next];
}

describe("service-overview", () => {
  it("tells of a service what is known of it", async () => {
    const { result, isPartial } = await overview({ service: "orders", events: "3" });
    const found = { ...none, critical: 1, medium: 1, total: 2 };
    const service = { resourceType: "Service", resourceName: "orders" };
    const instance = { resourceType: "ServiceInstance", resourceName: "orders/production/2" };
    const stagingDeployment = { resourceType: "ServiceDeployment", resourceName: "orders/staging" };
    expect(isPartial).toBe(false);
    expect(result).toEqual({
      services: [
        {
          id: id("Service", "orders"),
          name: "orders",
          description: "Takes orders",
          owner: { teams: [{ name: "payments", isKnown: true }], users: ["alice"] },
          health: "degraded",
          environments: [
            {
              name: "production",
              deploymentId: id("ServiceDeployment", "orders/production"),
              version: "1.4.2",
              since: "2026-05-30T08:00:00.000000Z",
              health: "degraded",
              instances: { total: 3, down: 0, degraded: 1, unknown: 1, up: 1 },
              dependencies: 3,
              vulnerabilities: found,
            },
            {
              name: "staging",
              deploymentId: id("ServiceDeployment", "orders/staging"),
              version: null,
              since: null,
              health: null,
              instances: { total: 0, down: 0, degraded: 0, unknown: 0, up: 0 },
              dependencies: 2,
              vulnerabilities: none,
            },
          ],
          instances: 3,
          dependencies: 3,
          vulnerabilities: found,
          lastEvents: [
            { on: at("11:30"), event: "incident", title: "Orders are slow", ...service },
            { on: at("10:30"), event: "other", title: null, ...stagingDeployment },
            { on: at("09:40"), event: "stop", title: null, ...instance },
          ],
        },
      ],
      next: null,
    });
  });

  it("lists all by name, with an absent owner, an owner that is no Resource, and one without instances", async () => {
    const { result } = await overview();
    expect(result.next).toBeNull();
    expect(
      result.services.map(({ name, owner, health, lastEvents }) => [name, owner, health, lastEvents.length]),
    ).toEqual([
      ["billing", { teams: [{ name: "ghosts", isKnown: false }], users: [] }, "down", 0],
      ["orders", { teams: [{ name: "payments", isKnown: true }], users: ["alice"] }, "degraded", 5],
      ["warehouse", null, null, 0],
    ]);
  });

  it("takes the version of instances where nobody says what was deployed", async () => {
    const { result } = await overview({ service: "billing" });
    expect(result.services[0]!.environments).toEqual([expect.objectContaining({ version: "0.3.0", since: null })]);
  });

  it("takes a check that is too old for none", async () => {
    const health = async (staleAfter: string) => {
      const [service] = (await overview({ service: "orders", staleAfter })).result.services;
      return service!.environments[0]!.instances;
    };
    expect(await health("PT2H")).toEqual({ total: 3, down: 0, degraded: 1, unknown: 0, up: 2 });
    expect(await health("PT30S")).toEqual({ total: 3, down: 0, degraded: 0, unknown: 3, up: 0 });
  });

  it("goes through all page by page", async () => {
    expect(await names({ limit: "2" })).toEqual(["billing orders", "orders"]);
    expect(await names({ limit: "2", after: "orders" })).toEqual(["warehouse", null]);
    expect(await names({ limit: "3" })).toEqual(["billing orders warehouse", null]);
    expect(await names({ after: "warehouse" })).toEqual(["", null]);
    expect(await names({ namePrefix: "b" })).toEqual(["billing", null]);
  });

  it("keeps to an owner, to an environment, to both", async () => {
    expect(await names({ owner: "payments" })).toEqual(["orders", null]);
    expect(await names({ owner: "ghosts" })).toEqual(["billing", null]);
    expect(await names({ owner: "nobody" })).toEqual(["", null]);
    expect(await names({ owner: "payments", after: "orders" })).toEqual(["", null]);
    expect(await names({ owner: "payments", namePrefix: "x" })).toEqual(["", null]);
    expect(await names({ environment: "staging" })).toEqual(["orders", null]);
    expect(await names({ environment: "production", limit: "1" })).toEqual(["billing", "billing"]);
    expect(await names({ environment: "production", limit: "1", after: "billing" })).toEqual(["orders", "orders"]);
    expect(await names({ environment: "staging", owner: "ghosts" })).toEqual(["", null]);
  });

  it("asks for one service alone, and for one that is there", async () => {
    await expect(overview({ service: "orders", owner: "payments", after: "a" })).rejects.toThrow(
      new InvalidParametersError([
        { path: "owner", detail: "does not go together with service" },
        { path: "after", detail: "does not go together with service" },
      ]),
    );
    await expect(overview({ service: "legacy" })).rejects.toThrow(NotFoundError);
  });

  it("survives deployments named by other rules, and parents that go round", async () => {
    const odd = InMemoryCatalog.of([
      resource("Service", "a", ["ServiceInstance", "a/x/1"]),
      resource("ServiceDeployment", "of-a", ["Service", "a"]),
      resource("ServiceInstance", "a/x/1", ["ServiceDeployment", "of-a"]),
      resource("ServiceInstance", "loose", ["Service", "a"]),
    ]);
    const [service] = (await overview({ service: "a" }, odd)).result.services;
    expect(service!.environments.map(({ name, instances }) => [name, instances.total])).toEqual([["of-a", 1]]);
  });
});
