import { describe, expect, it } from "@jest/globals";
import { type Callee, CallTargets } from "./call-targets.js";

const nameOf = (callee: Callee, targets = new CallTargets([])) => {
  const address = targets.resourceOf(callee);
  return address && `${address.type} ${address.name}`;
};

describe(CallTargets.name, () => {
  it.each<[Callee, string | undefined]>([
    [{ service: "payments", host: "10.0.0.7" }, "Service payments"],
    [{ host: "payments.shop.svc.cluster.local", port: 8080 }, "Service payments"],
    [{ host: "payments.shop.svc" }, "Service payments"],
    [{ host: "API.Carrier.example", port: 443 }, "Host api.carrier.example"],
    [{ host: "api.carrier.example", port: 8443 }, "Host api.carrier.example:8443"],
    [
      { system: "postgresql", host: "db.acme.example", port: 5432, namespace: "orders" },
      "Database postgresql/db.acme.example/orders",
    ],
    [{ system: "postgresql", host: "db.acme.example", port: 6432 }, "Database postgresql/db.acme.example:6432"],
    [{ system: "redis", service: "sessions", host: "10.1.1.1" }, "Database redis/sessions"],
    [{ system: "kafka", isBroker: true, namespace: "order-events", host: "b1.kafka" }, "Topic kafka/order-events"],
    [{ system: "kafka", isBroker: true, host: "b1.kafka" }, undefined],
    [{ system: "postgresql", host: "10.1.1.1" }, undefined],
    [{ host: "10.0.0.7" }, undefined],
    [{ host: "[::1]", port: 80 }, undefined],
    [{ host: "localhost" }, undefined],
    [{}, undefined],
    [{ host: `${"x".repeat(600)}.example` }, undefined],
  ])("%j is %s", (callee, expected) => {
    expect(nameOf(callee)).toBe(expected);
  });

  it("goes by the first of its rules that fits host, host and port, service or database", () => {
    const targets = new CallTargets([
      { match: "10.0.*:9000", type: "Partner", name: "vault" },
      { match: "db.acme.example", type: "RdsInstance", name: "123456789012/eu-central-1/orders" },
      { match: "legacy-pay", service: "payments", environment: "production" },
      { match: "*", service: "other" },
    ]);
    expect(nameOf({ host: "10.0.0.7", port: 9000 }, targets)).toBe("Partner vault");
    expect(nameOf({ system: "postgresql", host: "DB.acme.example" }, targets)).toBe(
      "RdsInstance 123456789012/eu-central-1/orders",
    );
    expect(nameOf({ service: "legacy-pay" }, targets)).toBe("ServiceDeployment payments/production");
    expect(nameOf({ host: "dbXacme.example" }, targets)).toBe("Service other");
  });
});
