import { describe, expect, it } from "@jest/globals";
import { eventKind, orderedKinds } from "./event-kinds.js";

describe("orderedKinds", () => {
  it("puts the kinds we know first, in their order, each once, and others by name", () => {
    expect(orderedKinds(["stop", "rollback", "deployment", "audit", "incident", "stop"])).toEqual([
      "incident",
      "deployment",
      "stop",
      "audit",
      "rollback",
    ]);
  });
});

describe("eventKind", () => {
  it("names a kind it does not know after itself, whatever it is called", () => {
    expect(eventKind("constructor", "light").label).toBe("Constructor");
    expect(eventKind("deployment", "dark").label).toBe("Deployments");
  });
});
