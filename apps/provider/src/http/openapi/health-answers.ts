const CHECK = {
  type: "object",
  required: ["status"],
  properties: {
    status: { type: "string", enum: ["ok", "failed"] },
    reason: { type: "string", description: "Why it failed.", examples: ["no answer within 2000 ms"] },
  },
  examples: [{ status: "ok" }],
};

/** What every process says of itself, as schemas of the document. */
export const HEALTH_SCHEMAS = {
  Liveness: {
    type: "object",
    required: ["status", "name", "version", "pid", "startedOn"],
    properties: {
      status: { const: "ok" },
      name: { type: "string", examples: ["provider"] },
      version: { type: "string", examples: ["0.1.0"] },
      pid: { type: "integer", examples: [4711] },
      startedOn: { type: "string", format: "date-time", description: "When the process was started." },
    },
  },
  Readiness: {
    type: "object",
    required: ["status", "checks"],
    properties: {
      status: { type: "string", enum: ["ready", "unavailable"] },
      reason: {
        type: "string",
        description: "Why the process as a whole is not ready, checks apart.",
        examples: ["the process is starting"],
      },
      checks: {
        type: "object",
        description: "By name.",
        additionalProperties: { $ref: "#/components/schemas/ReadinessCheck" },
      },
    },
    examples: [{ status: "ready", checks: { database: { status: "ok" } } }],
  },
  ReadinessCheck: CHECK,
};

const json = (description: string, schema: keyof typeof HEALTH_SCHEMAS) => ({
  description,
  content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } },
});

/** The operations on the health paths, by operationId; those of the API as such are described where they are. */
export const HEALTH_OPERATIONS: Record<string, { summary: string; operationId: string; responses: object }> = {
  "/healthz": {
    operationId: "getLiveness",
    summary: "Whether the process lives",
    responses: { 200: json("It lives", "Liveness") },
  },
  "/readyz": {
    operationId: "getReadiness",
    summary: "Whether the process is ready to answer",
    responses: { 200: json("It is ready", "Readiness"), 503: json("It is not, or not yet", "Readiness") },
  },
  "/metrics": {
    operationId: "getMetrics",
    summary: "What the process measures, for Prometheus",
    responses: {
      200: {
        description: "In Prometheus's text format",
        content: {
          "text/plain": {
            schema: { type: "string" },
            example: 'binnacle_provider_line_streams{process="provider"} 0\n',
          },
        },
      },
    },
  },
};
