import { SEVERITIES, type Vulnerability } from "@binnacle/contract";
import type { ResourceLabel } from "../resource-label.js";
import { arraySchema, COUNT_SCHEMA, objectSchema, RESOURCE_SCHEMA } from "../result-schema.js";
import { SEVERITY_COUNTS_SCHEMA, type SeverityCounts } from "../readings/vulnerabilities.js";

export interface VulnerableDependency {
  vulnerability: Vulnerability;
  dependency: ResourceLabel;
  /** From what was asked about, or is below it, to the dependency. */
  path: ResourceLabel[];
  hops: number;
  affected: ResourceLabel[];
}

export interface DependencyVulnerabilitiesResult {
  subject: ResourceLabel;
  counts: SeverityCounts;
  dependencies: { total: number; vulnerable: number; unchecked: number };
  vulnerabilities: VulnerableDependency[];
}

const VULNERABILITY_SCHEMA = objectSchema(
  {
    id: { type: "string" },
    aliases: arraySchema({ type: "string" }),
    severity: { type: "string", enum: SEVERITIES },
    score: { type: "number", description: "CVSS base score." },
    summary: { type: "string" },
    fixedIn: arraySchema({ type: "string" }, "Versions that do not have it any more."),
    url: { type: "string" },
  },
  { optional: ["aliases", "score", "summary", "fixedIn", "url"] },
);

/** JSON Schema of the result of `dependency-vulnerabilities`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    subject: RESOURCE_SCHEMA,
    counts: {
      ...SEVERITY_COUNTS_SCHEMA,
      description: "How many vulnerabilities, those of each version of a package by itself.",
    },
    dependencies: objectSchema({
      total: { ...COUNT_SCHEMA, description: "Resources that references lead to, present or not." },
      vulnerable: COUNT_SCHEMA,
      unchecked: { ...COUNT_SCHEMA, description: "Those of which nobody has said whether they are vulnerable." },
    }),
    vulnerabilities: arraySchema(
      objectSchema({
        vulnerability: VULNERABILITY_SCHEMA,
        dependency: RESOURCE_SCHEMA,
        path: arraySchema(RESOURCE_SCHEMA, "A shortest way to the dependency, which is its last."),
        hops: { ...COUNT_SCHEMA, description: "How many references the path has." },
        affected: arraySchema(RESOURCE_SCHEMA, "Everything in the subject from which references lead to it."),
      }),
      "Most severe first.",
    ),
  }),
  examples: [
    {
      subject: { id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11", type: "Service", name: "orders" },
      counts: { critical: 1, high: 0, medium: 0, low: 0, unknown: 0, total: 1 },
      dependencies: { total: 212, vulnerable: 1, unchecked: 3 },
      vulnerabilities: [
        {
          vulnerability: {
            id: "GHSA-jfh8-c2jp-5v3q",
            aliases: ["CVE-2021-44228"],
            severity: "critical",
            score: 10,
            summary: "Remote code injection in Log4j",
            fixedIn: ["2.15.0"],
          },
          dependency: {
            id: "7a0bb9d1-2f6d-5b0a-8a34-25e0c2f3f0a9",
            type: "SoftwareDependencyVersion",
            name: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
          },
          path: [
            { id: "b1d1f8a0-0c3e-5d25-8a8c-6f4fb31a7c02", type: "ServiceDeployment", name: "orders/production" },
            {
              id: "7a0bb9d1-2f6d-5b0a-8a34-25e0c2f3f0a9",
              type: "SoftwareDependencyVersion",
              name: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
            },
          ],
          hops: 1,
          affected: [
            { id: "b1d1f8a0-0c3e-5d25-8a8c-6f4fb31a7c02", type: "ServiceDeployment", name: "orders/production" },
          ],
        },
      ],
    },
  ],
};
