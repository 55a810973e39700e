import { arraySchema, COUNT_SCHEMA, ID_SCHEMA, objectSchema, orNull, TIME_SCHEMA } from "../result-schema.js";

const COUNT = objectSchema({
  type: { type: "string" },
  count: { ...COUNT_SCHEMA, description: "How many would go." },
  total: { ...COUNT_SCHEMA, description: "Of how many that are present." },
});

const RESOURCE = objectSchema({
  id: ID_SCHEMA,
  type: { type: "string" },
  name: { type: "string" },
  removedOn: { ...TIME_SCHEMA, description: "As of when it would be removed: the newest that was said of it." },
  dueOn: { ...TIME_SCHEMA, description: "Since when the rule says so." },
  reason: { type: "string" },
});

const GROUP = objectSchema({
  rule: { type: "string" },
  description: { type: "string", description: "What the rule says." },
  resourceType: { type: "string", description: "Whom the rule is about; what lies below them goes along." },
  counts: arraySchema(COUNT, "By type."),
  heldBecause: orNull({ type: "string" }, "Why somebody would have to approve of it; `null` where nobody has to."),
  resources: arraySchema(RESOURCE, "The first of them."),
});

/** JSON Schema of the result of `stale-resources`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    seenUntil: { ...TIME_SCHEMA, description: "What is newer does not count as seen: it may still be in the queue." },
    isWaiting: {
      type: "boolean",
      description:
        "Nothing has shown yet how far the queue was read, so nothing goes; this is what would if it were read by now.",
    },
    distrustedSources: arraySchema({ type: "string" }, "Nothing of theirs goes, since their last run was not `ok`."),
    groups: arraySchema(GROUP, "In the order of the rules. More than one may name the same Resource."),
  }),
  examples: [
    {
      seenUntil: "2026-03-01T09:15:00.000000Z",
      isWaiting: false,
      distrustedSources: ["orders-team/k8s"],
      groups: [
        {
          rule: "silent-instances",
          description: "created more than 2d ago, and no HealthCheck for 1d, with everything below it",
          resourceType: "ServiceInstance",
          counts: [{ type: "ServiceInstance", count: 1, total: 240 }],
          heldBecause: null,
          resources: [
            {
              id: "55a5c417-db28-50db-ae63-9ee7ba29a18f",
              type: "ServiceInstance",
              name: "orders/production/orders-7d9f-x2x",
              removedOn: "2026-02-27T18:04:12.000000Z",
              dueOn: "2026-02-28T18:04:12.000000Z",
              reason: "nothing since 2026-02-27T18:04:12.000000Z of HealthCheck",
            },
          ],
        },
      ],
    },
  ],
};
