import { describe, expect, it } from "@jest/globals";
import { IMPACT_CSV_HEADER, impactRows } from "./impact-rows.js";

const orders = { id: "1", type: "Service", name: "orders" };
const production = { id: "2", type: "ServiceDeployment", name: "orders/production" };
const log4j = { id: "3", type: "SoftwareDependencyVersion", name: "pkg:maven/a/log4j-core@2.14.1" };
const image = { id: "4", type: "ContainerImage", name: "orders@sha256:1" };
const path = [production, log4j];
const deployments = [{ ...production, environment: "production", hops: 1, path }];
const counts = { services: 2, deployments: 1, owners: 1, others: 1 };
const subject = { dependency: "log4j-core", matched: [log4j], undecided: [] };

describe(impactRows.name, () => {
  it("gives a row to each deployment, to each service without one, and to what else is affected", () => {
    const rows = impactRows({
      subject,
      counts,
      owners: [
        { owner: { kind: "team", name: "payments" }, services: [{ ...orders, hops: 1, path, deployments }] },
        { owner: null, services: [{ id: "5", name: "lonely", hops: 2, path: [orders], deployments: [] }] },
      ],
      others: [{ ...image, hops: 1, path: [image, log4j] }],
    });
    expect(rows).toEqual([
      [
        "payments",
        "orders",
        "production",
        "ServiceDeployment",
        "orders/production",
        1,
        "orders/production > pkg:maven/a/log4j-core@2.14.1",
      ],
      [null, "lonely", null, "Service", "lonely", 2, "orders"],
      [null, null, null, "ContainerImage", "orders@sha256:1", 1, "orders@sha256:1 > pkg:maven/a/log4j-core@2.14.1"],
    ]);
    for (const row of rows) expect(row).toHaveLength(IMPACT_CSV_HEADER.length);
  });
});
