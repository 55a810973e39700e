import type { ResourceLabel } from "../resource-label.js";
import { arraySchema, COUNT_SCHEMA, ID_SCHEMA, objectSchema, orNull, RESOURCE_SCHEMA } from "../result-schema.js";

/** A Resource that is affected. */
export interface Affected extends ResourceLabel {
  /** How many references lie between it and what was asked about. */
  hops: number;
  /** From the Resource to what was asked about, both included. */
  path: ResourceLabel[];
}

export interface AffectedService {
  id: string;
  name: string;
  hops: number;
  path: ResourceLabel[];
  deployments: (Affected & { environment: string })[];
}

export interface AffectedOwner {
  owner: { kind: "team" | "user"; name: string } | null;
  services: AffectedService[];
}

export interface ImpactResult {
  subject: { dependency: string | null; matched: ResourceLabel[]; undecided: string[] };
  counts: { services: number; deployments: number; owners: number; others: number };
  owners: AffectedOwner[];
  others: Affected[];
}

const HOPS_SCHEMA = { ...COUNT_SCHEMA, description: "How many references lie between." };
const PATH_SCHEMA = arraySchema(RESOURCE_SCHEMA, "From the affected Resource to what was asked about, both included.");

const SERVICE_SCHEMA = objectSchema({
  id: ID_SCHEMA,
  name: { type: "string" },
  hops: HOPS_SCHEMA,
  path: PATH_SCHEMA,
  deployments: arraySchema(
    objectSchema({
      id: ID_SCHEMA,
      type: { type: "string" },
      name: { type: "string" },
      environment: { type: "string" },
      hops: HOPS_SCHEMA,
      path: PATH_SCHEMA,
    }),
    "Those that are affected, by name.",
  ),
});

/** JSON Schema of the result of `impact`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    subject: objectSchema({
      dependency: orNull({ type: "string" }, "As it was asked about; `null` for a Resource."),
      matched: arraySchema(
        RESOURCE_SCHEMA,
        "The Resource, or the versions of the package that the range includes; up to 100.",
      ),
      undecided: arraySchema(
        { type: "string" },
        "Versions that the range cannot be applied to, since they are none of their ecosystem (a branch, a URL); up to 100.",
      ),
    }),
    counts: objectSchema({
      services: COUNT_SCHEMA,
      deployments: COUNT_SCHEMA,
      owners: { ...COUNT_SCHEMA, description: "Teams and users." },
      others: COUNT_SCHEMA,
    }),
    owners: arraySchema(
      objectSchema({
        owner: orNull(
          objectSchema({ kind: { type: "string", enum: ["team", "user"] }, name: { type: "string" } }),
          "`null`: nobody is said to own these; always last.",
        ),
        services: arraySchema(
          SERVICE_SCHEMA,
          "Nearest first, then by name; a service of several owners is given for each.",
        ),
      }),
      "By kind and name.",
    ),
    others: arraySchema(
      objectSchema({
        id: ID_SCHEMA,
        type: { type: "string" },
        name: { type: "string" },
        hops: HOPS_SCHEMA,
        path: PATH_SCHEMA,
      }),
      "What else is affected: images, functions, packages; nearest first.",
    ),
  }),
  examples: [
    {
      subject: {
        dependency: "log4j-core < 2.17",
        matched: [
          {
            id: "7a0bb9d1-2f6d-5b0a-8a34-25e0c2f3f0a9",
            type: "SoftwareDependencyVersion",
            name: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
          },
        ],
        undecided: [],
      },
      counts: { services: 1, deployments: 0, owners: 1, others: 0 },
      owners: [
        {
          owner: { kind: "team", name: "payments" },
          services: [
            {
              id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11",
              name: "orders",
              hops: 1,
              path: [
                { id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11", type: "Service", name: "orders" },
                {
                  id: "7a0bb9d1-2f6d-5b0a-8a34-25e0c2f3f0a9",
                  type: "SoftwareDependencyVersion",
                  name: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
                },
              ],
              deployments: [],
            },
          ],
        },
      ],
      others: [],
    },
  ],
};
