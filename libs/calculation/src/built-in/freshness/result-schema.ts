const TIME = { type: "string", format: "date-time" };
const TIME_OR_NULL = { type: ["string", "null"], format: "date-time" };
const COUNT = { type: "integer", minimum: 0 };

/** JSON Schema of the result of `freshness`. */
export const RESULT_SCHEMA = {
  type: "object",
  required: ["counts", "items", "sources"],
  properties: {
    counts: {
      type: "object",
      description: "How many are in each state, those that were not asked for included.",
      required: ["late", "ok", "unknown"],
      properties: { late: COUNT, ok: COUNT, unknown: COUNT },
    },
    items: {
      type: "array",
      description: "What is late longest first, then by reading type, storage mode and source.",
      items: {
        type: "object",
        required: [
          "source",
          "readingType",
          "storageMode",
          "resources",
          "newestOn",
          "oldestOn",
          "intervalSeconds",
          "basis",
          "state",
          "expectedOn",
          "lateAfter",
          "lateBySeconds",
        ],
        properties: {
          source: { type: "string" },
          readingType: { type: "string" },
          storageMode: { enum: ["SNAPSHOT", "TIME_SERIES"] },
          resources: { ...COUNT, description: "Of how many Resources it was looked at." },
          newestOn: { ...TIME, description: "When the newest Reading was collected." },
          oldestOn: {
            ...TIME,
            description: "When the newest Reading of that Resource was collected which has the oldest.",
          },
          intervalSeconds: { type: ["number", "null"], description: "The usual interval: a median." },
          basis: {
            enum: ["series", "runs", "given", null],
            description: "What the interval is known from: a series of the type, runs of the source, the request.",
          },
          state: { enum: ["late", "ok", "unknown"], description: "`unknown`: no usual interval is known." },
          expectedOn: { ...TIME_OR_NULL, description: "When the next Reading was or is due." },
          lateAfter: { ...TIME_OR_NULL, description: "From when on it counts as late." },
          lateBySeconds: { type: ["number", "null"], description: "Seconds since it was due; of what is late." },
        },
      },
    },
    sources: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "lastRun", "late"],
        properties: {
          name: { type: "string" },
          lastRun: {
            type: ["object", "null"],
            description: "What its collector reported of its newest run, if it does.",
            required: ["startedOn", "endedOn", "outcome", "records"],
            properties: {
              startedOn: TIME,
              endedOn: TIME,
              outcome: { enum: ["ok", "partial", "failed", "empty"] },
              records: { type: "number" },
            },
          },
          late: { ...COUNT, description: "How many reading types of it are late." },
        },
      },
    },
  },
  examples: [
    {
      counts: { late: 1, ok: 0, unknown: 0 },
      items: [
        {
          source: "orders-team/k8s",
          readingType: "HealthCheckSample",
          storageMode: "TIME_SERIES",
          resources: 12,
          newestOn: "2026-03-01T09:00:00.000000Z",
          oldestOn: "2026-03-01T08:59:30.000000Z",
          intervalSeconds: 30,
          basis: "series",
          state: "late",
          expectedOn: "2026-03-01T09:00:30.000000Z",
          lateAfter: "2026-03-01T09:01:00.000000Z",
          lateBySeconds: 3570,
        },
      ],
      sources: [
        {
          name: "orders-team/k8s",
          lastRun: {
            startedOn: "2026-03-01T09:00:00.000000Z",
            endedOn: "2026-03-01T09:00:02.000000Z",
            outcome: "failed",
            records: 0,
          },
          late: 1,
        },
      ],
    },
  ],
};
