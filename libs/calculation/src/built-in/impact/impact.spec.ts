import { NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { runBuiltIn } from "../testing/run-built-in.js";
import { id, LOG4J, SMALL_COMPANY } from "../testing/small-company.js";
import type { ImpactResult } from "./result.js";

const company = InMemoryCatalog.of(SMALL_COMPANY);
const impact = (given: Record<string, string>) => runBuiltIn<ImpactResult>(company, "impact", given);
const path = (labels: readonly { name: string }[]) => labels.map(({ name }) => name).join(" > ");
const told = ({ owners }: ImpactResult) =>
  owners.map(({ owner, services }) => [
    owner && `${owner.kind} ${owner.name}`,
    ...services.map(({ hops, path: way }) => `${hops}: ${path(way)}`),
  ]);

describe("impact", () => {
  it("tells who has versions of a package, by owner, through how many hops", async () => {
    const { result, isPartial } = await impact({ dependency: "log4j-core < 2.17" });
    expect(isPartial).toBe(false);
    const billing = `2: billing > billing/production > billing/production/1 > registry/billing@sha256:1 > ${LOG4J}@2.14.1`;
    const orders = `1: orders > orders/production > ${LOG4J}@2.14.1`;
    expect(told(result)).toEqual([
      ["team ghosts", billing],
      ["team payments", orders],
      ["user alice", orders],
    ]);
    expect(result).toMatchObject({
      subject: {
        dependency: "log4j-core < 2.17",
        matched: [{ type: "SoftwareDependencyVersion", name: `${LOG4J}@2.14.1` }],
        undecided: [],
      },
      counts: { services: 2, deployments: 2, owners: 3, others: 1 },
    });
    expect(result.owners[1]!.services[0]!.deployments).toEqual([
      expect.objectContaining({ name: "orders/production", environment: "production", hops: 1 }),
    ]);
    expect(result.others.map(({ name, hops }) => [name, hops])).toEqual([["registry/billing@sha256:1", 1]]);
  });

  it.each([
    ["log4j-core", ["payments", "ghosts"]],
    ["org.apache.logging.log4j:log4j-core = 2.14.1", ["payments", "ghosts"]],
    ["com.acme:log4j-core", []],
    [`${LOG4J} >=2.17`, ["payments"]],
    [`${LOG4J}@2.17.1`, ["payments"]],
    ["LOG4J-core >=2.17", ["payments"]],
    ["left-pad", ["payments"]],
    ["pad", []],
    ["core", []],
  ])("finds %j", async (dependency, teams) => {
    const { owners } = (await impact({ dependency })).result;
    const found = owners.flatMap(({ owner }) => (owner?.kind === "team" ? owner.name : []));
    expect(found.toSorted()).toEqual(teams.toSorted());
  });

  it("leaves out who only calls who has a package, unless asked", async () => {
    const services = async (given: Record<string, string>) =>
      (await impact({ dependency: "lodash < 5", ...given })).result.counts.services;
    expect(await services({})).toBe(1);
    expect(await services({ calls: "true" })).toBe(2);
  });

  it("tells who calls a Resource, and who calls those, round a circle", async () => {
    const { result } = await impact({ resourceType: "RdsInstance", resourceName: "1/eu/orders" });
    expect(told(result)).toEqual([
      ["team ghosts", "2: billing > billing/production > orders/production > 1/eu/orders"],
      ["team payments", "1: orders > orders/production > 1/eu/orders"],
      ["user alice", "1: orders > orders/production > 1/eu/orders"],
    ]);
    expect((await impact({ id: id("RdsInstance", "1/eu/orders"), depth: "1" })).result.counts.services).toBe(1);
  });

  it("tells who refers to what is not there", async () => {
    const { result } = await impact({ resourceType: "Service", resourceName: "legacy" });
    expect(result.subject.matched).toEqual([{ id: id("Service", "legacy"), type: "Service", name: "legacy" }]);
    expect(told(result).map(([owner]) => owner)).toEqual(["team ghosts", "team payments", "user alice"]);
    const { result: ghost } = await impact({
      resourceType: "SoftwareDependencyVersion",
      resourceName: "pkg:npm/ghost@1.0.0",
    });
    expect(ghost.counts).toMatchObject({ deployments: 3, services: 2 });
  });

  it("puts what has no owner last", async () => {
    const { result } = await impact({ resourceType: "ServiceDeployment", resourceName: "mail/production" });
    expect(told(result)).toEqual([[null, "1: warehouse > warehouse/production > mail/production"]]);
    expect(result.counts).toEqual({ services: 1, deployments: 1, owners: 0, others: 0 });
  });

  it("gives so many services, the nearest, and says that there are more", async () => {
    const { result, isPartial } = await impact({ dependency: "log4j-core < 2.17", limit: "1" });
    expect([told(result).map(([owner]) => owner), result.counts.services, isPartial]).toEqual([
      ["team payments", "user alice"],
      2,
      true,
    ]);
  });

  it("affects nobody where nothing matches", async () => {
    expect((await impact({ dependency: "lodash > 99" })).result).toEqual({
      subject: { dependency: "lodash > 99", matched: [], undecided: ["pkg:npm/lodash@main"] },
      counts: { services: 0, deployments: 0, owners: 0, others: 0 },
      owners: [],
      others: [],
    });
  });

  it.each([
    [{}, "dependency"],
    [{ dependency: "a", id: id("Service", "orders") }, "dependency"],
    [{ resourceType: "Service" }, "resourceName"],
    [{ dependency: "log4j-core << 2" }, "dependency"],
    [{ dependency: "< 2" }, "dependency"],
    [{ dependency: "pkg:npm" }, "dependency"],
  ])("refuses %j", async (given, parameter) => {
    const failure = await impact(given as Record<string, string>).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidParametersError);
    expect((failure as InvalidParametersError).faults[0]!.path).toBe(parameter);
  });

  it("does not know what is not there and nobody refers to", async () => {
    await expect(impact({ resourceType: "Service", resourceName: "nothing" })).rejects.toThrow(NotFoundError);
  });
});
