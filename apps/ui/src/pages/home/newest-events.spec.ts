import { describe, expect, it } from "@jest/globals";
import type { ServiceOverview } from "../../catalog/use-services.js";
import { newestEvents } from "./newest-events.js";

const NONE = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };

function service(name: string, rest: Partial<ServiceOverview>): ServiceOverview {
  return {
    id: `${name}-id`,
    name,
    description: null,
    owner: null,
    health: "up",
    environments: [],
    instances: 0,
    dependencies: 0,
    vulnerabilities: NONE,
    lastEvents: [],
    ...rest,
  };
}

function eventAt(on: string): ServiceOverview["lastEvents"][number] {
  return { on, event: "start", title: null, resourceType: "ServiceInstance", resourceName: "a/b/c" };
}

describe("newestEvents", () => {
  it("takes the newest of all services together", () => {
    const services = [
      service("orders", {
        lastEvents: [eventAt("2026-03-03T00:00:00.000000Z"), eventAt("2026-03-01T00:00:00.000000Z")],
      }),
      service("stock", { lastEvents: [eventAt("2026-03-02T00:00:00.000000Z")] }),
    ];
    expect(newestEvents(services, 2).map(({ on, service: name }) => [on.slice(0, 10), name])).toEqual([
      ["2026-03-03", "orders"],
      ["2026-03-02", "stock"],
    ]);
  });
});
