import { arraySchema, COUNT_SCHEMA, ID_SCHEMA, objectSchema, orNull } from "../result-schema.js";

export interface GraphNode {
  id: string;
  type: string;
  name: string;
  /** It is in the catalog. */
  isKnown: boolean;
  /** Calls between it and the service that was asked about. */
  distance: number | null;
  /** The service that was asked about calls it. */
  isCallee: boolean;
  /** It calls the service that was asked about. */
  isCaller: boolean;
  callees: number;
  callers: number;
}

export interface GraphEdge {
  from: string;
  to: string;
  /** Of the caller. */
  environments: string[];
}

export interface EgressGraphResult {
  center: string | null;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** JSON Schema of the result of `egress-graph`. */
export const RESULT_SCHEMA = {
  ...objectSchema({
    center: orNull(ID_SCHEMA, "The node of the service that was asked about."),
    nodes: arraySchema(
      objectSchema({
        id: ID_SCHEMA,
        type: { type: "string", description: "`Service`, `Lambda`, or whatever else is called." },
        name: { type: "string" },
        isKnown: { type: "boolean", description: "It is in the catalog; else somebody only refers to it." },
        distance: orNull(COUNT_SCHEMA, "How many calls away from the center; `null` without one."),
        isCallee: { type: "boolean", description: "The center calls it." },
        isCaller: { type: "boolean", description: "It calls the center." },
        callees: { ...COUNT_SCHEMA, description: "How many nodes of the graph it calls." },
        callers: { ...COUNT_SCHEMA, description: "How many nodes of the graph call it." },
      }),
      "By type and name; those that neither call nor are called are left out.",
    ),
    edges: arraySchema(
      objectSchema({
        from: { ...ID_SCHEMA, description: "The node that calls." },
        to: { ...ID_SCHEMA, description: "The node that is called." },
        environments: arraySchema({ type: "string" }, "Where the caller does so, by name."),
      }),
      "In the order of the nodes.",
    ),
  }),
  examples: [
    {
      center: null,
      nodes: [
        {
          id: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11",
          type: "Service",
          name: "orders",
          isKnown: true,
          distance: null,
          isCallee: false,
          isCaller: false,
          callees: 1,
          callers: 0,
        },
        {
          id: "0d8f5f0a-1f0f-5a91-9c6e-3a1f6c9e7b20",
          type: "Service",
          name: "payments",
          isKnown: false,
          distance: null,
          isCallee: false,
          isCaller: false,
          callees: 0,
          callers: 1,
        },
      ],
      edges: [
        {
          from: "5ae1d3f4-7d2c-5a0e-9b7c-0a3b6f0e4d11",
          to: "0d8f5f0a-1f0f-5a91-9c6e-3a1f6c9e7b20",
          environments: ["production"],
        },
      ],
    },
  ],
};
