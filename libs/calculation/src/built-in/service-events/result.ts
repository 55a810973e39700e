import type { Timestamp } from "@binnacle/contract";
import { arraySchema, COUNT_SCHEMA, ID_SCHEMA, objectSchema, orNull, TIME_SCHEMA } from "../result-schema.js";

export interface TimelineEvent {
  on: Timestamp;
  event: string;
  title: string | null;
  environment: string | null;
  resourceId: string;
  resourceType: string;
  resourceName: string;
  source: string;
  value: unknown;
}

export interface TimelineBucket {
  from: Timestamp;
  counts: Record<string, number>;
}

export interface ServiceEventsResult {
  service: { id: string; name: string };
  from: Timestamp;
  to: Timestamp;
  bucket: string;
  counts: Record<string, number>;
  buckets: TimelineBucket[];
  events: TimelineEvent[];
}

const COUNTS_SCHEMA = { type: "object", additionalProperties: COUNT_SCHEMA };

const EVENT_SCHEMA = objectSchema({
  on: { ...TIME_SCHEMA, description: "When it happened, by its source." },
  event: { type: "string", description: "Its kind." },
  title: orNull({ type: "string" }),
  environment: orNull({ type: "string" }, "`null` for what happened to the service as a whole."),
  resourceId: ID_SCHEMA,
  resourceType: { type: "string" },
  resourceName: { type: "string" },
  source: { type: "string", description: "Who published it." },
  value: {
    description:
      "What was published; `null` where that is longer than 8 KiB. Of a change of health: `{from, to}`, each `up`, `degraded`, `down` or `unknown`.",
  },
});

/** JSON Schema of the result of `service-events`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    service: objectSchema({ id: ID_SCHEMA, name: { type: "string" } }),
    from: TIME_SCHEMA,
    to: TIME_SCHEMA,
    bucket: { type: "string", format: "duration" },
    counts: { ...COUNTS_SCHEMA, description: "How many events of each kind." },
    buckets: arraySchema(
      objectSchema({ from: { ...TIME_SCHEMA, description: "Where the bucket begins." }, counts: COUNTS_SCHEMA }),
      "How many events of each kind in each span, oldest first; those without any are left out.",
    ),
    events: arraySchema(EVENT_SCHEMA, "Newest first."),
  }),
  examples: [
    {
      service: { id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11", name: "orders" },
      from: "2026-03-01T00:00:00.000000Z",
      to: "2026-03-02T00:00:00.000000Z",
      bucket: "PT1H",
      counts: { deployment: 1, health: 1 },
      buckets: [{ from: "2026-03-01T08:00:00.000000Z", counts: { deployment: 1, health: 1 } }],
      events: [
        {
          on: "2026-03-01T08:31:30.000000Z",
          event: "health",
          title: "up → degraded",
          environment: "production",
          resourceId: "0f0cfe2b-0b1e-5c0b-8d5e-1b8b0a0c7f33",
          resourceType: "ServiceInstance",
          resourceName: "orders/production/orders-7d9f-x2x",
          source: "health",
          value: { from: "up", to: "degraded" },
        },
        {
          on: "2026-03-01T08:30:00.000000Z",
          event: "deployment",
          title: "1.4.2",
          environment: "production",
          resourceId: "b1d1f8a0-0c3e-5d25-8a8c-6f4fb31a7c02",
          resourceType: "ServiceDeployment",
          resourceName: "orders/production",
          source: "git",
          value: { event: "deployment", version: "1.4.2" },
        },
      ],
    },
  ],
};
