import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { v5 } from "uuid";
import { resourceId, RESOURCE_NAMESPACE } from "./resource-id.js";

describe(resourceId.name, () => {
  it("gives ids that anybody can check against", () => {
    expect(resourceId("Service", "orders")).toBe("acc2f7ca-606b-5508-9802-a9d37b7be7a5");
  });

  it("is the UUIDv5 of type, line feed and NFC name", () => {
    const anyName = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme-composite", maxLength: 600 }),
      fc.integer({ min: 1300, max: 6000 }).map((length) => "é/😀".repeat(length / 3)),
    );
    fc.assert(
      fc.property(fc.string(), anyName, (type, name) => {
        expect(resourceId(type, name)).toBe(v5(`${type}\n${name.normalize("NFC")}`, RESOURCE_NAMESPACE));
      }),
    );
  });

  it("does not depend on how a name is composed", () => {
    expect(resourceId("Team", "Cafe\u0301")).toBe(resourceId("Team", "Caf\u00e9"));
    expect(resourceId("Team", "Cafe")).not.toBe(resourceId("Team", "Caf\u00e9"));
  });
});
