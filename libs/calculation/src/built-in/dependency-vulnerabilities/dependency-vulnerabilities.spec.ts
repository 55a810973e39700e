import { NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { runBuiltIn } from "../testing/run-built-in.js";
import { id, LOG4J, SMALL_COMPANY } from "../testing/small-company.js";
import type { DependencyVulnerabilitiesResult } from "./result.js";

const company = InMemoryCatalog.of(SMALL_COMPANY);
const vulnerabilities = (given: Record<string, string | string[]>) =>
  runBuiltIn<DependencyVulnerabilitiesResult>(company, "dependency-vulnerabilities", given);
const told = ({ vulnerabilities }: DependencyVulnerabilitiesResult) =>
  vulnerabilities.map(({ vulnerability: { id, severity }, path, hops, affected }) => [
    `${severity} ${id}`,
    `${hops}: ${path.map(({ name }) => name).join(" > ")}`,
    affected.map(({ name }) => name).join(" "),
  ]);

describe("dependency-vulnerabilities", () => {
  it("finds what a service depends on through references, round a circle, with the path", async () => {
    const { result, isPartial } = await vulnerabilities({ service: "orders" });
    expect(isPartial).toBe(false);
    expect(told(result)).toEqual([
      ["critical GHSA-jfh8-c2jp-5v3q", `1: orders/production > ${LOG4J}@2.14.1`, "orders/production"],
      ["high X-1", "2: orders/production > pkg:npm/lodash@4.17.20 > pkg:npm/left-pad@1.3.0", "orders/production"],
      ["medium GHSA-8489-44mv-ggj8", `1: orders/production > ${LOG4J}@2.14.1`, "orders/production"],
    ]);
    expect(result).toMatchObject({
      subject: { id: id("Service", "orders"), type: "Service", name: "orders" },
      counts: { critical: 1, high: 1, medium: 1, low: 0, unknown: 0, total: 3 },
      dependencies: { total: 6, vulnerable: 2, unchecked: 3 },
    });
    expect(result.vulnerabilities[0]!.vulnerability).toEqual({
      id: "GHSA-jfh8-c2jp-5v3q",
      aliases: ["CVE-2021-44228"],
      severity: "critical",
      score: 10,
      fixedIn: ["2.15.0"],
    });
  });

  it("finds what a running image holds", async () => {
    const { result } = await vulnerabilities({ service: "billing" });
    expect(told(result)[0]).toEqual([
      "critical GHSA-jfh8-c2jp-5v3q",
      `2: billing/production/1 > registry/billing@sha256:1 > ${LOG4J}@2.14.1`,
      "billing/production/1",
    ]);
  });

  it("finds what a scanner says of the image that a deployment runs from", async () => {
    const image = { type: "ContainerImage", name: "registry.example.com/orders@sha256:2" };
    const catalog = InMemoryCatalog.of([
      ...SMALL_COMPANY,
      {
        kind: "reading",
        resource: { type: "ServiceDeployment", name: "orders/staging" },
        type: "DeployedVersion",
        value: { version: "2", images: [{ resourceType: image.type, resourceName: image.name, image: "orders:2" }] },
        collectedOn: "2026-06-01T12:00:00Z",
      },
      {
        kind: "reading",
        resource: image,
        type: "DependencyVersionVulnerabilities",
        value: { vulnerabilities: [{ id: "CVE-1", severity: "high", packages: ["pkg:deb/debian/libssl3@3.0.11"] }] },
      },
    ]);
    const given = { service: "orders", environment: "staging" };
    const { result } = await runBuiltIn<DependencyVulnerabilitiesResult>(catalog, "dependency-vulnerabilities", given);
    expect(told(result)).toEqual([["high CVE-1", `1: orders/staging > ${image.name}`, "orders/staging"]]);
  });

  it("keeps to a deployment, a Resource, a severity, a depth, a type, a number", async () => {
    expect((await vulnerabilities({ service: "orders", environment: "staging" })).result).toMatchObject({
      subject: { type: "ServiceDeployment", name: "orders/staging" },
      counts: { total: 0 },
      dependencies: { total: 2, vulnerable: 0, unchecked: 1 },
    });
    const lodash = id("SoftwareDependencyVersion", "pkg:npm/lodash@4.17.20");
    expect(told((await vulnerabilities({ id: lodash })).result)).toEqual([
      ["high X-1", "1: pkg:npm/lodash@4.17.20 > pkg:npm/left-pad@1.3.0", "pkg:npm/lodash@4.17.20"],
    ]);
    expect((await vulnerabilities({ service: "orders", severity: "high" })).result.counts.total).toBe(2);
    expect((await vulnerabilities({ service: "orders", depth: "1" })).result.counts.high).toBe(0);
    expect((await vulnerabilities({ service: "billing", through: "ContainerImage" })).result.counts.total).toBe(0);
    const first = await vulnerabilities({ service: "orders", limit: "1" });
    expect([told(first.result).length, first.result.counts.total, first.isPartial]).toEqual([1, 3, true]);
  });

  it("tells a vulnerability of a dependency once, with all that are affected", async () => {
    const catalog = InMemoryCatalog.of([
      ...SMALL_COMPANY,
      {
        kind: "reading",
        resource: { type: "ServiceDeployment", name: "orders/staging" },
        type: "More",
        value: { resourceType: "SoftwareDependencyVersion", resourceName: `${LOG4J}@2.14.1` },
      },
    ]);
    const { result } = await runBuiltIn<DependencyVulnerabilitiesResult>(catalog, "dependency-vulnerabilities", {
      service: "orders",
      severity: "critical",
    });
    expect(told(result).map(([, , affected]) => affected)).toEqual(["orders/production orders/staging"]);
  });

  it("asks for one subject, and for one that is there", async () => {
    await expect(vulnerabilities({})).rejects.toThrow(InvalidParametersError);
    await expect(vulnerabilities({ service: "orders", id: id("Service", "orders") })).rejects.toThrow(
      InvalidParametersError,
    );
    await expect(vulnerabilities({ id: id("Service", "orders"), environment: "a" })).rejects.toThrow(
      InvalidParametersError,
    );
    await expect(vulnerabilities({ service: "legacy" })).rejects.toThrow(NotFoundError);
    await expect(vulnerabilities({ service: "orders", environment: "moon" })).rejects.toThrow("orders/moon");
    await expect(vulnerabilities({ id: id("Service", "legacy") })).rejects.toThrow(NotFoundError);
  });
});
