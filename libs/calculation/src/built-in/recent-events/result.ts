import type { Timestamp } from "@binnacle/contract";
import { arraySchema, ID_SCHEMA, objectSchema, orNull, TIME_SCHEMA } from "../result-schema.js";

export interface RecentEvent {
  on: Timestamp;
  event: string;
  title: string | null;
  service: { id: string; name: string } | null;
  environment: string | null;
  resourceId: string;
  resourceType: string;
  resourceName: string;
  source: string;
}

export interface RecentEventsResult {
  from: Timestamp;
  to: Timestamp;
  events: RecentEvent[];
}

const EVENT_SCHEMA = objectSchema({
  on: { ...TIME_SCHEMA, description: "When it happened, by its source." },
  event: { type: "string", description: "`deployment`, `start`, `stop`, `incident` …" },
  title: orNull({ type: "string" }),
  service: orNull(
    objectSchema({ id: ID_SCHEMA, name: { type: "string" } }),
    "The service that it happened to, or below which; `null` for what belongs to none, such as a database.",
  ),
  environment: orNull({ type: "string" }, "Of the deployment that it happened to, or below which; `null` elsewhere."),
  resourceId: ID_SCHEMA,
  resourceType: { type: "string" },
  resourceName: { type: "string" },
  source: { type: "string", description: "Who published it." },
});

/** JSON Schema of the result of `recent-events`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    from: TIME_SCHEMA,
    to: TIME_SCHEMA,
    events: arraySchema(EVENT_SCHEMA, "Newest first."),
  }),
  examples: [
    {
      from: "2026-01-30T09:30:00.000000Z",
      to: "2026-03-01T09:30:00.000000Z",
      events: [
        {
          on: "2026-03-01T08:31:12.000000Z",
          event: "start",
          title: "1.4.2",
          service: { id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11", name: "orders" },
          environment: "production",
          resourceId: "0f0cfe2b-0b1e-5c0b-8d5e-1b8b0a0c7f33",
          resourceType: "ServiceInstance",
          resourceName: "orders/production/orders-7d9f-x2x",
          source: "health",
        },
      ],
    },
  ],
};
