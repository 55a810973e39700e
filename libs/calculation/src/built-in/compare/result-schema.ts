const TIME_OR_NULL = { type: ["string", "null"], format: "date-time" };
const COUNT = { type: "integer", minimum: 0 };

const RESOURCE = {
  type: "object",
  required: ["id", "type", "name"],
  properties: { id: { type: "string", format: "uuid" }, type: { type: "string" }, name: { type: "string" } },
};

/** JSON Schema of the result of `compare`. */
export const RESULT_SCHEMA = {
  type: "object",
  required: ["left", "right", "counts", "readings"],
  properties: {
    left: RESOURCE,
    right: RESOURCE,
    counts: {
      type: "object",
      description: "How many Readings are in each state.",
      required: ["equal", "different", "onlyLeft", "onlyRight"],
      properties: { equal: COUNT, different: COUNT, onlyLeft: COUNT, onlyRight: COUNT },
    },
    readings: {
      type: "array",
      description: "By type; those that are equal only if they are asked for.",
      items: {
        type: "object",
        required: ["type", "state", "leftCollectedOn", "rightCollectedOn", "differences"],
        properties: {
          type: { type: "string" },
          state: { enum: ["equal", "different", "onlyLeft", "onlyRight"] },
          leftCollectedOn: TIME_OR_NULL,
          rightCollectedOn: TIME_OR_NULL,
          differences: {
            type: "array",
            items: {
              type: "object",
              required: ["path", "change"],
              properties: {
                path: { type: "string", description: "JSON Pointer within the value." },
                change: { enum: ["added", "removed", "changed"] },
                left: { description: "Digit for digit; absent where it was added." },
                right: { description: "Digit for digit; absent where it was removed." },
              },
            },
          },
        },
      },
    },
  },
  examples: [
    {
      left: { id: "0b7be8d3-3f2c-5e8b-9f5c-0e63cf3ac9d1", type: "ServiceDeployment", name: "orders/staging" },
      right: { id: "9a9fe9a0-9ae4-53a4-8a0e-4f7b1c6a1f57", type: "ServiceDeployment", name: "orders/production" },
      counts: { equal: 3, different: 1, onlyLeft: 0, onlyRight: 1 },
      readings: [
        {
          type: "DeployedVersion",
          state: "different",
          leftCollectedOn: "2026-03-01T09:30:00.000000Z",
          rightCollectedOn: "2026-03-01T09:31:00.000000Z",
          differences: [{ path: "/version", change: "changed", left: "1.5.0", right: "1.4.2" }],
        },
        {
          type: "EgressDependencies",
          state: "onlyRight",
          leftCollectedOn: null,
          rightCollectedOn: "2026-03-01T09:31:00.000000Z",
          differences: [],
        },
      ],
    },
  ],
};
