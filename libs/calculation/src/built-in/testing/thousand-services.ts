import { event, reading, refersTo, resource } from "./small-company.js";

/** What the thousand services are made from: plain numbers, so that a test can reckon what calculations have to find. */
export const SERVICES = 1_000;
export const PACKAGES = 300;
export const TEAMS = 20;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

export const serviceName = (service: number) => `service-${String(service).padStart(4, "0")}`;
export const packageName = (each: number) => `pkg:npm/lib-${each}`;
/** Half of the packages are at 1.5.0, the others at 2.0.0. */
export const versionName = (each: number) => `${packageName(each)}@${each % 2 === 0 ? "1.5.0" : "2.0.0"}`;

export const ownerOf = (service: number) => (service % 10 === 0 ? undefined : `team-${service % TEAMS}`);
export const environmentsOf = (service: number) => (service % 3 === 0 ? ["production", "staging"] : ["production"]);
/** The same in all environments. */
export const packagesOf = (service: number) => [
  ...new Set(numbers(20).map((index) => (service * 7 + index * 13) % PACKAGES)),
];
/** Every fifth package depends on the one after it and on the next fifth of its fifty, the last one on the first: circles of ten. */
export const packagesUnder = (each: number) =>
  each % 5 === 0 ? [each + 1, each - (each % 50) + ((each + 5) % 50)] : [];
export const severitiesOf = (each: number) =>
  each % 30 === 0 ? ["critical", "low"] : each % 50 === 1 ? ["high"] : each % 3 === 0 ? [] : undefined;
export const statusesOf = (service: number) => [
  service % 7 === 0 ? "down" : "up",
  service % 5 === 0 ? "degraded" : "up",
];
export const calledBy = (service: number) => [
  ...new Set([(service + 1) % SERVICES, (service * 3) % SERVICES].map(serviceName)),
  ...(service % 100 === 0 ? [`missing-${service}`] : []),
];

/** Records of a thousand services: about 20,000 references to 300 packages. */
export function thousandServices(): object[] {
  return [...numbers(PACKAGES).flatMap(packageRecords), ...numbers(SERVICES).flatMap(serviceRecords)];
}

function packageRecords(each: number): object[] {
  const severities = severitiesOf(each);
  const version: [string, string] = ["SoftwareDependencyVersion", versionName(each)];
  const vulnerabilities = severities?.map((severity, index) => ({ id: `V-${each}-${index}`, severity }));
  return [
    resource("SoftwareDependency", packageName(each)),
    resource(...version, ["SoftwareDependency", packageName(each)]),
    ...(vulnerabilities ? [reading(version, "DependencyVersionVulnerabilities", { vulnerabilities })] : []),
    ...(packagesUnder(each).length > 0 ? [reading(version, "PackageDependencies", versions(packagesUnder(each)))] : []),
  ];
}

function serviceRecords(service: number): object[] {
  const name = serviceName(service);
  const owner = ownerOf(service);
  return [
    resource("Service", name),
    ...(owner ? [reading(["Service", name], "ServiceOwnership", { teams: refersTo(["Team", owner]) })] : []),
    ...environmentsOf(service).flatMap((environment) => deploymentRecords(service, `${name}/${environment}`)),
    ...statusesOf(service).flatMap((status, index) => {
      const instance: [string, string] = ["ServiceInstance", `${name}/production/${index}`];
      return [
        resource(...instance, ["ServiceDeployment", `${name}/production`]),
        reading(instance, "HealthCheck", { status }, "2026-06-01T11:59:00.000000Z"),
      ];
    }),
  ];
}

function deploymentRecords(service: number, name: string): object[] {
  const deployment: [string, string] = ["ServiceDeployment", name];
  const called = calledBy(service).map((callee): [string, string] => ["Service", callee]);
  const minute = String(service % 60).padStart(2, "0");
  return [
    resource(...deployment, ["Service", serviceName(service)]),
    reading(deployment, "DeployedVersion", { version: `1.${service}.0`, since: "2026-05-01T00:00:00Z" }),
    reading(deployment, "ServiceDeploymentDependencies", versions(packagesOf(service))),
    reading(deployment, "EgressDependencies", refersTo(...called)),
    event(deployment, `2026-05-31T10:${minute}:00.000000Z`, { event: "deployment", version: `1.${service}.0` }),
  ];
}

function versions(packages: readonly number[]) {
  return refersTo(...packages.map((each): [string, string] => ["SoftwareDependencyVersion", versionName(each)]));
}
