import { resourceId, type Timestamp } from "@binnacle/contract";

/** References of a value. */
export const refersTo = (...targets: [type: string, name: string][]) =>
  targets.map(([resourceType, resourceName]) => ({ resourceType, resourceName }));

export const resource = (type: string, name: string, parent?: [type: string, name: string]) => ({
  kind: "resource",
  type,
  name,
  ...(parent && { parent: { type: parent[0], name: parent[1] } }),
});

export const reading = (of: [type: string, name: string], type: string, value: unknown, collectedOn?: Timestamp) => ({
  kind: "reading",
  resource: { type: of[0], name: of[1] },
  type,
  value,
  ...(collectedOn !== undefined && { collectedOn }),
});

export const event = (
  of: [type: string, name: string],
  collectedOn: Timestamp,
  value: unknown,
  type = "ServiceEvent",
) => ({
  ...reading(of, type, value, collectedOn),
  storageMode: "TIME_SERIES",
});

export const id = (type: string, name: string) => resourceId(type, name);

/** A time of 2026-06-01, the day that tests are on; noon is now. */
export const at = (time: string): Timestamp => `2026-06-01T${time}:00.000000Z`;

export const LOG4J = "pkg:maven/org.apache.logging.log4j/log4j-core";

const version = (name: string, versionText: string) => [
  resource("SoftwareDependency", name),
  resource("SoftwareDependencyVersion", `${name}@${versionText}`, ["SoftwareDependency", name]),
];

const deployment = (service: string, environment: string) =>
  resource("ServiceDeployment", `${service}/${environment}`, ["Service", service]);

const instance = (service: string, environment: string, number: number) =>
  resource("ServiceInstance", `${service}/${environment}/${number}`, [
    "ServiceDeployment",
    `${service}/${environment}`,
  ]);

const packages = (...names: string[]) => ({
  dependencies: refersTo(...names.map((name): [string, string] => ["SoftwareDependencyVersion", name])),
});

/**
 * A company small enough to be reckoned by hand. `orders` is owned by a team that is there, `billing` by one that is not, `warehouse` by
 * nobody. Calls go round in a circle and to a service that nobody knows; packages depend on each other in a circle; one that is
 * referred to is not there. `billing` has its packages through an image.
 */
export const SMALL_COMPANY: readonly object[] = [
  resource("Team", "payments"),
  resource("Service", "orders"),
  resource("Service", "billing"),
  resource("Service", "warehouse"),
  reading(["Service", "orders"], "ServiceOwnership", {
    from: "CODEOWNERS",
    teams: refersTo(["Team", "payments"]),
    users: ["alice"],
  }),
  reading(["Service", "billing"], "ServiceOwnership", { teams: refersTo(["Team", "ghosts"]) }),
  reading(["Service", "orders"], "ServiceDescription", { description: "Takes orders", title: "Orders" }),

  deployment("orders", "production"),
  deployment("orders", "staging"),
  deployment("billing", "production"),
  deployment("warehouse", "production"),
  reading(["ServiceDeployment", "orders/production"], "DeployedVersion", {
    version: "1.4.2",
    since: "2026-05-30T10:00:00+02:00",
  }),
  reading(["ServiceDeployment", "orders/staging"], "DeployedVersion", { version: 2, since: "yesterday" }),

  instance("orders", "production", 1),
  instance("orders", "production", 2),
  instance("orders", "production", 3),
  instance("billing", "production", 1),
  reading(["ServiceInstance", "orders/production/1"], "HealthCheck", { status: "up" }, at("11:59")),
  reading(["ServiceInstance", "orders/production/2"], "HealthCheck", { status: "degraded" }, at("11:59")),
  reading(["ServiceInstance", "orders/production/3"], "HealthCheck", { status: "up" }, at("11:00")),
  reading(["ServiceInstance", "billing/production/1"], "HealthCheck", { status: "OUT_OF_SERVICE" }, at("11:58")),

  reading(["ServiceInstance", "orders/production/1"], "InstanceInfo", { version: "9.9.9" }, at("11:59")),
  reading(["ServiceInstance", "billing/production/1"], "InstanceInfo", { version: "0.3.0" }, at("11:58")),

  ...version(LOG4J, "2.14.1"),
  ...version(LOG4J, "2.17.1"),
  ...version("pkg:npm/lodash", "main"),
  ...version("pkg:npm/lodash", "4.17.20"),
  ...version("pkg:npm/left-pad", "1.3.0"),
  reading(
    ["ServiceDeployment", "orders/production"],
    "ServiceDeploymentDependencies",
    packages(`${LOG4J}@2.14.1`, "pkg:npm/lodash@4.17.20", "pkg:npm/ghost@1.0.0"),
  ),
  reading(
    ["ServiceDeployment", "orders/staging"],
    "ServiceDeploymentDependencies",
    packages(`${LOG4J}@2.17.1`, "pkg:npm/lodash@main"),
  ),
  resource("ContainerImage", "registry/billing@sha256:1"),
  reading(["ServiceInstance", "billing/production/1"], "RunningImage", {
    image: refersTo(["ContainerImage", "registry/billing@sha256:1"]),
  }),
  reading(["ContainerImage", "registry/billing@sha256:1"], "ImagePackages", packages(`${LOG4J}@2.14.1`)),
  reading(
    ["SoftwareDependencyVersion", "pkg:npm/lodash@4.17.20"],
    "PackageDependencies",
    packages("pkg:npm/left-pad@1.3.0"),
  ),
  reading(
    ["SoftwareDependencyVersion", "pkg:npm/left-pad@1.3.0"],
    "PackageDependencies",
    packages("pkg:npm/lodash@4.17.20"),
  ),

  reading(["SoftwareDependencyVersion", `${LOG4J}@2.14.1`], "DependencyVersionVulnerabilities", {
    vulnerabilities: [
      { id: "GHSA-jfh8-c2jp-5v3q", aliases: ["CVE-2021-44228"], severity: "CRITICAL", score: 10, fixedIn: ["2.15.0"] },
      { id: "GHSA-8489-44mv-ggj8", severity: "MODERATE", score: 6.6 },
    ],
  }),
  reading(["SoftwareDependencyVersion", "pkg:npm/left-pad@1.3.0"], "DependencyVersionVulnerabilities", [
    { id: "X-1", score: 7.5 },
  ]),
  reading(["SoftwareDependencyVersion", `${LOG4J}@2.17.1`], "DependencyVersionVulnerabilities", {
    vulnerabilities: [],
  }),

  resource("RdsInstance", "1/eu/orders"),
  reading(["ServiceDeployment", "orders/production"], "EgressDependencies", {
    calls: refersTo(["Service", "billing"], ["RdsInstance", "1/eu/orders"]),
  }),
  reading(["ServiceDeployment", "orders/staging"], "EgressDependencies", { calls: refersTo(["Service", "billing"]) }),
  reading(["ServiceDeployment", "billing/production"], "EgressDependencies", {
    calls: refersTo(["ServiceDeployment", "orders/production"], ["Service", "legacy"]),
  }),
  reading(["ServiceDeployment", "warehouse/production"], "EgressDependencies", {
    calls: refersTo(["Service", "warehouse"], ["ServiceDeployment", "mail/production"]),
  }),

  event(["ServiceDeployment", "orders/production"], "2026-05-30T08:00:00.000000Z", {
    event: "deployment",
    version: "1.4.2",
  }),
  event(["ServiceDeployment", "orders/production"], "2026-05-01T08:00:00.000000Z", {
    event: "deployment",
    version: "1.4.1",
  }),
  event(["ServiceInstance", "orders/production/1"], at("09:10"), { event: "start", version: "1.4.2" }),
  event(["ServiceInstance", "orders/production/2"], at("09:10"), { event: "start" }),
  event(["ServiceInstance", "orders/production/2"], at("09:40"), { event: "Stop" }),
  event(["Service", "orders"], at("11:30"), { event: "incident", title: "Orders are slow" }),
  event(["ServiceDeployment", "orders/staging"], at("10:30"), "no object"),
  ...["up", "up", "down", "down", "up"].map((status, index) =>
    event(
      ["ServiceInstance", "orders/production/1"],
      at(`11:0${index}`),
      { status, latencyMs: index },
      "HealthCheckSample",
    ),
  ),
];
