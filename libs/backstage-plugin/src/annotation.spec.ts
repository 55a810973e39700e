import { describe, expect, it } from "@jest/globals";
import { hasService, serviceOf } from "./annotation.js";

describe("the annotation of an entity", () => {
  it("names its service", () => {
    const entity = { metadata: { annotations: { "binnacle.io/service": " orders ", "other.io/x": "y" } } };
    expect([serviceOf(entity), hasService(entity)]).toEqual(["orders", true]);
  });

  it.each([[{}], [{ annotations: {} }], [{ annotations: { "binnacle.io/service": " " } }]])(
    "is missing of %j",
    (metadata) => {
      expect([serviceOf({ metadata }), hasService({ metadata })]).toEqual([undefined, false]);
    },
  );
});
