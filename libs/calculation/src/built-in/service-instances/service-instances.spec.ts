import { NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { faultyExamples, runBuiltIn } from "../testing/run-built-in.js";
import { at, id, reading, resource, SMALL_COMPANY } from "../testing/small-company.js";
import type { ServiceInstancesResult } from "./result.js";

const company = InMemoryCatalog.of(SMALL_COMPANY);
const instances = (given: Record<string, string> = {}, catalog = company) =>
  runBuiltIn<ServiceInstancesResult>(catalog, "service-instances", { service: "orders", ...given });

describe("service-instances", () => {
  it("tells of each instance how it is, and what it says of itself", async () => {
    const catalog = InMemoryCatalog.of([
      ...SMALL_COMPANY,
      resource("ServiceInstance", "orders/staging/9", ["ServiceDeployment", "orders/staging"]),
      reading(
        ["ServiceInstance", "orders/staging/9"],
        "HealthCheck",
        { status: "down", message: "HTTP 503" },
        at("11:58"),
      ),
      reading(["ServiceInstance", "orders/staging/9"], "InstanceInfo", { host: "node-1" }, at("11:58")),
    ]);
    const { result, isPartial } = await instances({}, catalog);
    expect(isPartial).toBe(false);
    expect(result.service).toEqual({ id: id("Service", "orders"), name: "orders" });
    const production = { environment: "production", deploymentId: id("ServiceDeployment", "orders/production") };
    const instance = (name: string) => ({ id: id("ServiceInstance", name), name });
    const silent = { message: null, version: null, host: null };
    expect(result.instances).toEqual([
      {
        ...instance("orders/production/1"),
        ...production,
        ...silent,
        health: "up",
        checkedOn: at("11:59"),
        version: "9.9.9",
      },
      { ...instance("orders/production/2"), ...production, ...silent, health: "degraded", checkedOn: at("11:59") },
      // Its check is an hour old.
      { ...instance("orders/production/3"), ...production, ...silent, health: "unknown", checkedOn: at("11:00") },
      {
        ...instance("orders/staging/9"),
        environment: "staging",
        deploymentId: id("ServiceDeployment", "orders/staging"),
        health: "down",
        checkedOn: at("11:58"),
        message: "HTTP 503",
        version: null,
        host: "node-1",
      },
    ]);
  });

  it("counts an instance that nobody has checked as of unknown health", async () => {
    const catalog = InMemoryCatalog.of([
      resource("Service", "new"),
      resource("ServiceDeployment", "new/production", ["Service", "new"]),
      resource("ServiceInstance", "new/production/1", ["ServiceDeployment", "new/production"]),
    ]);
    const { result } = await instances({ service: "new" }, catalog);
    expect(result.instances).toMatchObject([{ health: "unknown", checkedOn: null }]);
  });

  it("keeps to an environment, and to how old a check may be", async () => {
    expect((await instances({ environment: "staging" })).result.instances).toEqual([]);
    const { result } = await instances({ environment: "production", staleAfter: "PT2H" });
    expect(result.instances.map(({ health }) => health)).toEqual(["up", "degraded", "up"]);
  });

  it("gives so many, and says that there are more", async () => {
    const { result, isPartial } = await instances({ limit: "2" });
    expect([result.instances.map(({ name }) => name), isPartial]).toEqual([
      ["orders/production/1", "orders/production/2"],
      true,
    ]);
    expect((await instances({ limit: "3" })).isPartial).toBe(false);
  });

  it("knows no instances of a service that runs nowhere, and no service that is not there", async () => {
    expect((await instances({ service: "warehouse" })).result.instances).toEqual([]);
    await expect(instances({ service: "legacy" })).rejects.toThrow(NotFoundError);
  });

  it("shows an example that is as its schema says", () => {
    expect(faultyExamples("service-instances")).toEqual([]);
  });
});
