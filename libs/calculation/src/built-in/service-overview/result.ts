import type { Timestamp } from "@binnacle/contract";
import { HEALTH, type Health } from "../readings/health.js";
import { OWNER_SCHEMA, type Owner } from "../readings/ownership.js";
import { SEVERITY_COUNTS_SCHEMA, type SeverityCounts } from "../readings/vulnerabilities.js";
import { arraySchema, COUNT_SCHEMA, ID_SCHEMA, objectSchema, orNull, TIME_SCHEMA } from "../result-schema.js";

export type HealthCounts = Record<Health | "total", number>;

export interface EnvironmentOverview {
  name: string;
  deploymentId: string;
  version: string | null;
  since: Timestamp | null;
  health: Health | null;
  instances: HealthCounts;
  dependencies: number;
  vulnerabilities: SeverityCounts;
}

export interface LastEvent {
  on: Timestamp;
  event: string;
  title: string | null;
  resourceType: string;
  resourceName: string;
}

export interface ServiceSummary {
  id: string;
  name: string;
  description: string | null;
  owner: Owner | null;
  health: Health | null;
  environments: EnvironmentOverview[];
  instances: number;
  dependencies: number;
  vulnerabilities: SeverityCounts;
  lastEvents: LastEvent[];
}

export interface ServiceOverviewResult {
  services: ServiceSummary[];
  next: string | null;
}

const HEALTH_SCHEMA = orNull(
  { type: "string", enum: HEALTH },
  "The worst of the instances: down, degraded, unknown, up; `null` without any.",
);

const ENVIRONMENT_SCHEMA = objectSchema({
  name: { type: "string" },
  deploymentId: ID_SCHEMA,
  version: orNull(
    { type: "string" },
    "The one deployed last; where nobody says, what its instances say of themselves.",
  ),
  since: orNull(TIME_SCHEMA, "Since when the version runs there, by its source."),
  health: HEALTH_SCHEMA,
  instances: objectSchema(Object.fromEntries(["total", ...HEALTH].map((name) => [name, COUNT_SCHEMA])), {
    description: "How many, by what their newest health check says.",
  }),
  dependencies: { ...COUNT_SCHEMA, description: "Packages that it refers to." },
  vulnerabilities: { ...SEVERITY_COUNTS_SCHEMA, description: "Of these packages." },
});

const EVENT_SCHEMA = objectSchema({
  on: TIME_SCHEMA,
  event: { type: "string", description: "`deployment`, `start`, `stop`, `incident` …" },
  title: orNull({ type: "string" }),
  resourceType: { type: "string" },
  resourceName: { type: "string" },
});

const SERVICE_SCHEMA = objectSchema({
  id: ID_SCHEMA,
  name: { type: "string" },
  description: orNull({ type: "string" }),
  owner: orNull(OWNER_SCHEMA, "`null` where nobody says who owns it."),
  health: HEALTH_SCHEMA,
  environments: arraySchema(ENVIRONMENT_SCHEMA, "By name."),
  instances: COUNT_SCHEMA,
  dependencies: { ...COUNT_SCHEMA, description: "Of the environment that has most." },
  vulnerabilities: {
    ...SEVERITY_COUNTS_SCHEMA,
    description: "Of the packages of all environments, each version of a package counted once.",
  },
  lastEvents: arraySchema(EVENT_SCHEMA, "Of the service and everything below it, newest first."),
});

/** JSON Schema of the result of `service-overview`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    services: arraySchema(SERVICE_SCHEMA, "By name."),
    next: orNull({ type: "string" }, "What to ask for as `after` to get the next page; `null` at the end."),
  }),
  examples: [
    {
      services: [
        {
          id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11",
          name: "orders",
          description: "Takes orders and hands them to the warehouse",
          owner: { teams: [{ name: "payments", isKnown: true }], users: [] },
          health: "degraded",
          environments: [
            {
              name: "production",
              deploymentId: "b1d1f8a0-0c3e-5d25-8a8c-6f4fb31a7c02",
              version: "1.4.2",
              since: "2026-03-01T08:30:00.000000Z",
              health: "degraded",
              instances: { total: 3, down: 0, degraded: 1, unknown: 0, up: 2 },
              dependencies: 212,
              vulnerabilities: { critical: 1, high: 0, medium: 2, low: 0, unknown: 0, total: 3 },
            },
          ],
          instances: 3,
          dependencies: 212,
          vulnerabilities: { critical: 1, high: 0, medium: 2, low: 0, unknown: 0, total: 3 },
          lastEvents: [
            {
              on: "2026-03-01T08:31:12.000000Z",
              event: "start",
              title: "1.4.2",
              resourceType: "ServiceInstance",
              resourceName: "orders/production/orders-7d9f-x2x",
            },
          ],
        },
      ],
      next: "orders",
    },
  ],
};
