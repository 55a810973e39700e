/** What the schema and the documents show. They pass validation, and come back from it unchanged but for the form of times. */
export const EXAMPLES = {
  resource: [
    {
      kind: "resource",
      type: "ServiceInstance",
      name: "orders/production/orders-7d9f-x2x",
      parent: { type: "ServiceDeployment", name: "orders/production" },
      observedOn: "2026-03-01T09:30:00.125Z",
      expiresAfter: "PT15M",
    },
    { kind: "resource", type: "Service", name: "orders", parent: null },
  ],
  reading: [
    {
      kind: "reading",
      resource: { type: "ServiceInstance", name: "orders/production/orders-7d9f-x2x" },
      type: "HealthCheck",
      value: { status: "UP", latencyMillis: 12 },
      collectedOn: "2026-03-01T10:30:00+01:00",
    },
    {
      kind: "reading",
      resource: { type: "ServiceDeployment", name: "orders/production" },
      type: "ServiceDeploymentDependencies",
      value: {
        dependencies: [{ resourceType: "SoftwareDependencyVersion", resourceName: "pkg:npm/lodash@4.17.21" }],
      },
    },
    {
      kind: "reading",
      resource: { type: "Service", name: "orders" },
      type: "ServiceEvent",
      storageMode: "TIME_SERIES",
      value: { event: "deployment", version: "1.4.2" },
      collectedOn: "2026-03-01T09:12:44Z",
    },
  ],
  removal: [
    {
      kind: "removal",
      resource: { type: "RdsInstance", name: "123456789012/eu-central-1/orders" },
      removedOn: "2026-03-01T09:30:00Z",
    },
  ],
  sweep: [
    {
      kind: "sweep",
      resourceType: "ServiceInstance",
      parent: { type: "ServiceDeployment", name: "orders/production" },
      startedOn: "2026-03-01T09:30:00Z",
      count: 3,
    },
  ],
} as const;

export const MESSAGE_EXAMPLE = {
  source: "orders-team/k8s",
  records: Object.values(EXAMPLES).flat(),
};
