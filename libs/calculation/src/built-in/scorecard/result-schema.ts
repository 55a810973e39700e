import { DEFAULT_SCORECARD } from "./default-scorecard.js";
import { REASONS } from "./judge.js";

const TEXT = { type: "string" };
const TEXT_OR_NULL = { type: ["string", "null"] };
const COUNT = { type: "integer", minimum: 0 };
const LEVEL = { ...TEXT_OR_NULL, description: "`null`: not even the least." };
const HINT = { ...TEXT_OR_NULL, description: "What to do." };

const FAILED_CHECK = {
  type: "object",
  required: ["check", "level", "reason", "hint", "failing"],
  properties: {
    check: TEXT,
    level: TEXT,
    reason: { enum: REASONS, description: "Why the first that fails does." },
    hint: HINT,
    failing: {
      type: "object",
      description: "Which of the Resources that were asked fail: itself, or those below it.",
      required: ["count", "of", "names"],
      properties: { count: COUNT, of: COUNT, names: { type: "array", items: TEXT, maxItems: 3 } },
    },
  },
};

const CHECK = {
  type: "object",
  required: ["name", "level"],
  properties: {
    name: TEXT,
    level: TEXT,
    description: TEXT,
    hint: TEXT,
    below: TEXT,
    match: { enum: ["every", "some"] },
    reading: TEXT,
    where: TEXT,
    collectedWithin: TEXT,
    refersTo: TEXT,
  },
};

const [OWNER] = DEFAULT_SCORECARD.checks;

/** JSON Schema of the result of `scorecard`. */
export const RESULT_SCHEMA = {
  type: "object",
  required: ["scorecard", "scorecards", "total", "resources"],
  properties: {
    scorecard: {
      type: "object",
      description: "As it is configured.",
      required: ["name", "resourceType", "levels", "checks"],
      properties: {
        name: TEXT,
        description: TEXT,
        resourceType: TEXT,
        levels: { type: "array", items: TEXT },
        checks: { type: "array", items: CHECK },
      },
    },
    scorecards: { type: "array", items: TEXT, description: "The names of all that there are." },
    total: {
      type: "object",
      description: "Over the Resources of this answer.",
      required: ["resources", "levels", "checks"],
      properties: {
        resources: COUNT,
        levels: {
          type: "array",
          description: "How many have each level, and no higher one.",
          items: { type: "object", required: ["level", "resources"], properties: { level: LEVEL, resources: COUNT } },
        },
        checks: {
          type: "array",
          items: {
            type: "object",
            required: ["check", "level", "passed", "failed", "hint"],
            properties: { check: TEXT, level: TEXT, passed: COUNT, failed: COUNT, hint: HINT },
          },
        },
      },
    },
    resources: {
      type: "array",
      description: "By name.",
      items: {
        type: "object",
        required: ["id", "name", "level", "passed", "failed"],
        properties: {
          id: { type: "string", format: "uuid" },
          name: TEXT,
          level: LEVEL,
          passed: { ...COUNT, description: "How many checks it passes." },
          failed: { type: "array", items: FAILED_CHECK },
        },
      },
    },
  },
  examples: [
    {
      scorecard: { ...DEFAULT_SCORECARD, levels: ["bronze"], checks: [OWNER] },
      scorecards: [DEFAULT_SCORECARD.name],
      total: {
        resources: 1,
        levels: [
          { level: null, resources: 1 },
          { level: "bronze", resources: 0 },
        ],
        checks: [{ check: "owner", level: "bronze", passed: 0, failed: 1, hint: OWNER!.hint }],
      },
      resources: [
        {
          id: "2f9ec4ba-1a0c-5d4e-8c5b-3a1f0a4de6b0",
          name: "orders",
          level: null,
          passed: 0,
          failed: [
            {
              check: "owner",
              level: "bronze",
              reason: "noReading",
              hint: OWNER!.hint,
              failing: { count: 1, of: 1, names: ["orders"] },
            },
          ],
        },
      ],
    },
  ],
};
