import { describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import type { ConsulCheck, ConsulEntry } from "./consul.client.js";
import { healthOf, isService, mapInstance } from "./consul.mapping.js";
import { ConsulOptions } from "./consul.options.js";
import { servicesOfChangedChecks, servicesOfChangedTags } from "./what-changed.js";

const NOW = "2026-05-04T09:00:00.000000Z";
const entries = JSON.parse(readFileSync(new URL("fixtures/health.json", import.meta.url), "utf8")) as ConsulEntry[];
const [up, down, proxy, bare] = entries as [ConsulEntry, ConsulEntry, ConsulEntry, ConsulEntry];

describe("an instance in Consul's catalog", () => {
  it("is named by its service, its environment, its node and its id, which is unique on the node only", () => {
    expect(map(up).address).toEqual({ type: "ServiceInstance", name: "orders/production/web-1/orders-8080" });
    expect(map(down).address.name).toBe("orders/production/web-2/orders-8080");
    expect(map(bare).address.name).toBe("ledger/eu1/db-1/ledger");
    expect(map(up, { environment: "test" }).address.name).toBe("orders/test/web-1/orders-8080");
  });

  it("has what the catalog knows of it, in the same order every time", () => {
    expect(valueOf(map(up).records, "InstanceInfo")).toEqual({
      version: "1.4.2",
      node: "web-1",
      ip: "10.0.3.11",
      port: 8080,
      datacenter: "eu1",
      tags: ["http", "v2"],
    });
    expect(valueOf(map(down).records, "InstanceInfo")).toMatchObject({ ip: "10.0.9.2", tags: ["http", "v2"] });
    expect(valueOf(map(bare).records, "InstanceInfo")).toEqual({
      node: "db-1",
      ip: "10.0.4.5",
      datacenter: "eu1",
      tags: [],
    });
  });

  it("is no proxy", () => {
    expect(entries.map(isService)).toEqual([true, true, false, true]);
    expect(proxy.Service.Kind).toBe("connect-proxy");
  });

  it("is as well as its worst check, and what checks print stays in Consul", () => {
    expect(valueOf(map(up).records, "HealthCheck")).toEqual({
      status: "up",
      checks: { serfHealth: { status: "passing" }, "service:orders-8080": { status: "passing" } },
    });
    expect(valueOf(map(down).records, "HealthCheckSample")).toMatchObject({
      status: "down",
      message: "Service 'orders' check: critical",
    });
    expect(healthOf([check({ Status: "warning" }), check({})])).toMatchObject({ status: "degraded" });
    expect(healthOf([check({ Status: "maintenance" })])).toMatchObject({ status: "down" });
    expect(healthOf([check({ Status: "never heard of" })])).toMatchObject({ status: "down" });
    expect(healthOf([])).toEqual({ status: "up" });
  });
});

describe("what changed", () => {
  it("is the services that came, went or have other tags", () => {
    const before = { a: ["x", "y"], b: [], c: [] };
    expect(servicesOfChangedTags(before, { a: ["y", "x"], b: ["z"], d: [] })).toEqual(["b", "c", "d"]);
  });

  it("is the services whose checks came, went or say something else, and all on the node of such a check", () => {
    const nodes = new Map([
      ["orders", new Set(["web-1"])],
      ["ledger", new Set(["db-1"])],
    ]);
    const checks = [check({}), check({ ServiceName: "ledger", ServiceID: "l" }), check({ ServiceName: "" })];
    const changed = (after: ConsulCheck[]) => servicesOfChangedChecks(checks, after, nodes);
    expect(changed([...checks])).toEqual([]);
    expect(changed([check({ Status: "critical" }), ...checks.slice(1)])).toEqual(["orders"]);
    expect(changed([checks[0]!, checks[2]!])).toEqual(["ledger"]);
    expect(changed([...checks, check({ ServiceName: "new", ServiceID: "n" })])).toEqual(["new"]);
    expect(changed([checks[0]!, checks[1]!, check({ ServiceName: "", Status: "critical" })])).toEqual(["orders"]);
  });
});

function check(more: Partial<ConsulCheck>): ConsulCheck {
  return { Node: "web-1", CheckID: "c", Name: "C", Status: "passing", ServiceID: "", ServiceName: "orders", ...more };
}

function map(entry: ConsulEntry, options: Partial<ConsulOptions> = {}) {
  return mapInstance(entry, Object.assign(new ConsulOptions(), options), NOW);
}

function valueOf(records: ReturnType<typeof map>["records"], type: string): unknown {
  return records.flatMap((record) => (record.kind === "reading" && record.type === type ? [record.value] : []))[0];
}
