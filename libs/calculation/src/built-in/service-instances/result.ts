import type { Timestamp } from "@binnacle/contract";
import { HEALTH, type Health } from "../readings/health.js";
import { arraySchema, ID_SCHEMA, objectSchema, orNull, TIME_SCHEMA } from "../result-schema.js";

export interface ServiceInstance {
  id: string;
  name: string;
  environment: string;
  deploymentId: string;
  health: Health;
  checkedOn: Timestamp | null;
  message: string | null;
  version: string | null;
  host: string | null;
}

export interface ServiceInstancesResult {
  service: { id: string; name: string };
  instances: ServiceInstance[];
}

const INSTANCE_SCHEMA = objectSchema({
  id: ID_SCHEMA,
  name: { type: "string" },
  environment: { type: "string" },
  deploymentId: ID_SCHEMA,
  health: {
    type: "string",
    enum: HEALTH,
    description: "What its newest health check says; `unknown` also without one, and where it is too old.",
  },
  checkedOn: orNull(TIME_SCHEMA, "When its health was checked last."),
  message: orNull({ type: "string" }, "What that check said in words."),
  version: orNull({ type: "string" }, "The one that it says itself that it is."),
  host: orNull({ type: "string" }, "Where it says itself that it runs."),
});

/** JSON Schema of the result of `service-instances`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    service: objectSchema({ id: ID_SCHEMA, name: { type: "string" } }),
    instances: arraySchema(INSTANCE_SCHEMA, "By environment and name."),
  }),
  examples: [
    {
      service: { id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11", name: "orders" },
      instances: [
        {
          id: "0f0cfe2b-0b1e-5c0b-8d5e-1b8b0a0c7f33",
          name: "orders/production/orders-7d9f-x2x",
          environment: "production",
          deploymentId: "b1d1f8a0-0c3e-5d25-8a8c-6f4fb31a7c02",
          health: "down",
          checkedOn: "2026-03-01T09:29:30.000000Z",
          message: "HTTP 503",
          version: "1.4.2",
          host: "node-17",
        },
      ],
    },
  ],
};
