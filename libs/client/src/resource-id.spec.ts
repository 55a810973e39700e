import { isValidName, isValidType, resourceId as ofTheContract } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { resourceId } from "./resource-id.js";

describe(resourceId.name, () => {
  it("gives the id that the contract gives, for any type and name", () => {
    const type = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._:-]{0,40}$/).filter(isValidType);
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter(isValidName);
    fc.assert(fc.property(type, name, (t, n) => expect(resourceId(t, n)).toBe(ofTheContract(t, n))));
    expect(resourceId("Service", "e\u0301")).toBe(resourceId("Service", "é"));
  });
});
