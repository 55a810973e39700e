import { describe, expect, it } from "@jest/globals";
import type { ServiceOverview } from "../../catalog/use-services.js";
import { isShown, NOBODY, serviceRow } from "./service-row.js";

const NONE = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };

const ORDERS: ServiceOverview = {
  id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11",
  name: "orders",
  description: "Takes orders",
  owner: { teams: [{ name: "payments", isKnown: true }], users: ["someone"] },
  health: "down",
  environments: [
    environment("production", { version: "1.4.2", since: "2026-03-01T08:30:00.000000Z", health: "up" }),
    environment("staging", { version: "1.5.0", since: "2026-03-02T08:30:00.000000Z", health: "down" }),
  ],
  instances: 4,
  dependencies: 7,
  vulnerabilities: { ...NONE, high: 1, total: 1 },
  lastEvents: [],
};

function environment(
  name: string,
  rest: Pick<ServiceOverview["environments"][number], "version" | "since" | "health">,
): ServiceOverview["environments"][number] {
  return {
    name,
    deploymentId: `${name}-id`,
    ...rest,
    instances: { total: 2, down: 0, degraded: 0, unknown: 0, up: 2 },
    dependencies: 5,
    vulnerabilities: NONE,
  };
}

describe("serviceRow", () => {
  it("sums up all environments", () => {
    expect(serviceRow(ORDERS, undefined, "gold")).toMatchObject({
      owners: ["payments"],
      health: "down",
      versions: ["1.4.2", "1.5.0"],
      since: "2026-03-02T08:30:00.000000Z",
      instances: 4,
      level: "gold",
    });
  });

  it("is of one environment where that is looked at", () => {
    expect(serviceRow(ORDERS, "production", null)).toMatchObject({
      health: "up",
      versions: ["1.4.2"],
      since: "2026-03-01T08:30:00.000000Z",
      instances: 2,
      vulnerabilities: NONE,
    });
    expect(serviceRow(ORDERS, "test", null)).toBeUndefined();
  });
});

describe("isShown", () => {
  const row = serviceRow(ORDERS, undefined, null)!;

  it("looks for the text in name, description and owners, whatever the case", () => {
    expect(["ORD", "takes", "Pay"].map((q) => isShown(row, { q }))).toEqual([true, true, true]);
    expect(isShown(row, { q: "baskets" })).toBe(false);
  });

  it("holds every filter against it", () => {
    expect(isShown(row, { owner: "payments", health: "down", severity: "medium", level: "none" })).toBe(true);
    expect(isShown(row, { owner: NOBODY })).toBe(false);
    expect(isShown({ ...row, owners: [] }, { owner: NOBODY })).toBe(true);
    expect(isShown(row, { health: "up" })).toBe(false);
    expect(isShown(row, { severity: "critical" })).toBe(false);
    expect(isShown(row, { level: "gold" })).toBe(false);
  });
});
