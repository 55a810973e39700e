import type { JsonSchema, Timestamp } from "@binnacle/contract";
import type { ResourceLabel } from "../resource-label.js";
import {
  arraySchema,
  COUNT_SCHEMA,
  ID_SCHEMA,
  objectSchema,
  orNull,
  RESOURCE_SCHEMA,
  TIME_SCHEMA,
} from "../result-schema.js";

/** How much there is of a kind. */
export interface AttentionCount {
  /** How many there are. */
  count: number;
  /** There may be more: not all was looked at. */
  isPartial: boolean;
}

/** What needs attention for one kind of reason. */
export interface AttentionGroup<Item> extends AttentionCount {
  /** The worst of them. */
  items: Item[];
}

/** Why something needs attention, and since when, where that is known. */
export interface Concern {
  why: string;
  since: Timestamp | null;
}

export interface UnwellService extends Concern {
  service: ResourceLabel;
  health: "down" | "degraded";
}

export interface VulnerableService extends Concern {
  service: ResourceLabel;
  critical: number;
  high: number;
}

export interface LateSource extends Concern {
  source: string;
  readingType: string;
}

export interface RejectedItem extends Concern {
  id: string;
  code: string;
  source: string;
  count: number;
  lastReceivedOn: Timestamp;
}

export interface HeldItem extends Concern {
  id: string;
  rule: string;
  resourceType: string;
}

export interface AttentionResult {
  unwell: AttentionGroup<UnwellService>;
  unknown: AttentionCount;
  vulnerable: AttentionGroup<VulnerableService>;
  late: AttentionGroup<LateSource>;
  rejected: AttentionGroup<RejectedItem>;
  held: AttentionGroup<HeldItem>;
}

/** What is given of a kind: the first few of all that were found, the worst first. */
export function groupOf<Item>(found: readonly Item[], limit: number, isPartial: boolean): AttentionGroup<Item> {
  return { count: found.length, isPartial, items: found.slice(0, limit) };
}

const TEXT: JsonSchema = { type: "string" };

const COUNT_SCHEMAS = {
  count: { ...COUNT_SCHEMA, description: "How many there are." },
  isPartial: { type: "boolean", description: "There may be more: not all was looked at." },
};

function groupSchema(item: Readonly<Record<string, JsonSchema>>, description: string, since: string): JsonSchema {
  const concern = { why: { ...TEXT, description: "In words." }, since: orNull(TIME_SCHEMA, since) };
  return objectSchema(
    {
      ...COUNT_SCHEMAS,
      items: arraySchema(objectSchema({ ...item, ...concern }), "The worst of them, the worst first."),
    },
    { description },
  );
}

/** JSON Schema of the result of `attention`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    unwell: groupSchema(
      { service: RESOURCE_SCHEMA, health: { type: "string", enum: ["down", "degraded"] } },
      "Services of which an instance is down or degraded.",
      "The oldest of the samples in a row that were not up; `null` where none are kept.",
    ),
    unknown: objectSchema(COUNT_SCHEMAS, {
      description: "Services of which no instance is down or degraded, and one or more of unknown health.",
    }),
    vulnerable: groupSchema(
      { service: RESOURCE_SCHEMA, critical: COUNT_SCHEMA, high: COUNT_SCHEMA },
      "Services that depend on packages with critical or high vulnerabilities; each version of a package is counted once.",
      "Since when the oldest of the versions runs that have them, by its source; `null` where nobody says.",
    ),
    late: groupSchema(
      { source: TEXT, readingType: TEXT },
      "What sources usually collect more often: what the calculation `freshness` calls late.",
      "When it was due.",
    ),
    rejected: groupSchema(
      {
        id: ID_SCHEMA,
        code: TEXT,
        source: TEXT,
        count: { ...COUNT_SCHEMA, description: "How often it came." },
        lastReceivedOn: TIME_SCHEMA,
      },
      "Records that could not be accepted, those that came last first.",
      "When it came first.",
    ),
    held: groupSchema(
      { id: ID_SCHEMA, rule: TEXT, resourceType: TEXT },
      "What housekeeping would remove and may not before somebody approves of it, what waits longest first.",
      "When it was planned.",
    ),
  }),
  examples: [
    {
      unwell: {
        count: 1,
        isPartial: false,
        items: [
          {
            service: { id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11", type: "Service", name: "orders" },
            health: "down",
            why: "production: 1 down (HTTP 503), 1 degraded",
            since: "2026-03-01T08:31:30.000000Z",
          },
        ],
      },
      unknown: { count: 2, isPartial: false },
      vulnerable: {
        count: 1,
        isPartial: false,
        items: [
          {
            service: { id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11", type: "Service", name: "orders" },
            critical: 1,
            high: 0,
            why: "GHSA-jfh8-c2jp-5v3q in pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
            since: "2026-02-20T10:00:00.000000Z",
          },
        ],
      },
      late: {
        count: 1,
        isPartial: false,
        items: [
          {
            source: "orders-team/k8s",
            readingType: "HealthCheckSample",
            why: "usually every 30 s, last collected 2026-03-01T09:00:00.000000Z",
            since: "2026-03-01T09:00:30.000000Z",
          },
        ],
      },
      rejected: {
        count: 1,
        isPartial: false,
        items: [
          {
            id: "3f6a4f0e-9d1b-5c58-b8a4-0f2f6f1f7a11",
            code: "INVALID_FIELD",
            source: "orders-team/k8s",
            count: 3,
            lastReceivedOn: "2026-03-01T09:29:00.000000Z",
            why: "must be 1 to 512 code points",
            since: "2026-03-01T09:00:00.000000Z",
          },
        ],
      },
      held: {
        count: 1,
        isPartial: false,
        items: [
          {
            id: "8e0a1f0e-9d1b-4c58-b8a4-0f2f6f1f7a11",
            rule: "silent-instances",
            resourceType: "ServiceInstance",
            why: "it would remove 120 of 240 ServiceInstance, more than 20 %",
            since: "2026-03-01T07:00:00.000000Z",
          },
        ],
      },
    },
  ],
};
