import { describe, expect, it } from "@jest/globals";
import { faultyExamples } from "./testing/run-built-in.js";

describe("the examples of results", () => {
  it.each(["dependency-vulnerabilities", "egress-graph", "impact", "service-events", "service-overview"])(
    "of %s are what its schema says",
    (name) => {
      expect(faultyExamples(name)).toEqual([]);
    },
  );
});
