const NUMBER_OR_NULL = { type: ["number", "null"] };
const TIME = { type: "string", format: "date-time" };

/** JSON Schema of the result of `series-aggregate`. */
export const RESULT_SCHEMA = {
  type: "object",
  required: ["readingType", "path", "from", "to", "bucket", "resources", "buckets"],
  properties: {
    readingType: { type: "string" },
    path: { type: "array", items: { type: "string" }, description: "The keys that lead to the number." },
    from: TIME,
    to: TIME,
    bucket: { type: "string", format: "duration" },
    resources: {
      type: "array",
      description: "Whose series were taken, by type and name.",
      items: {
        type: "object",
        required: ["id", "type", "name"],
        properties: { id: { type: "string", format: "uuid" }, type: { type: "string" }, name: { type: "string" } },
      },
    },
    buckets: {
      type: "array",
      description: "By Resource and time; those without a Reading are left out.",
      items: {
        type: "object",
        required: ["resourceId", "from", "count", "skipped", "min", "max", "mean", "percentiles"],
        properties: {
          resourceId: { type: ["string", "null"], format: "uuid", description: "`null` without `byResource`." },
          from: { ...TIME, description: "Where the bucket begins." },
          count: { type: "integer", description: "How many numbers." },
          skipped: { type: "integer", description: "How many values have no number there, or one beyond a double." },
          min: NUMBER_OR_NULL,
          max: NUMBER_OR_NULL,
          mean: NUMBER_OR_NULL,
          percentiles: { type: "object", additionalProperties: NUMBER_OR_NULL },
        },
      },
    },
  },
  examples: [
    {
      readingType: "HealthCheckSample",
      path: ["latencyMs"],
      from: "2026-03-01T09:00:00.000000Z",
      to: "2026-03-01T10:00:00.000000Z",
      bucket: "PT1H",
      resources: [
        {
          id: "5b7e1d3c-9d0e-5f4a-8a51-0d6f2c3b4a59",
          type: "ServiceInstance",
          name: "orders/production/orders-7d9f-x2x",
        },
      ],
      buckets: [
        {
          resourceId: null,
          from: "2026-03-01T09:00:00.000000Z",
          count: 120,
          skipped: 1,
          min: 4,
          max: 310.5,
          mean: 12.25,
          percentiles: { "50": 9, "95": 31.5, "99": 120 },
        },
      ],
    },
  ],
};
