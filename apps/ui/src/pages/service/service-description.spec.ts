import { describe, expect, it } from "@jest/globals";
import { descriptionOf } from "./service-description.js";

describe("descriptionOf", () => {
  it("reads the links, each called by its address where it has no title", () => {
    const value = {
      lifecycle: "production",
      links: [
        { title: "Runbook", url: "https://docs.example/runbook" },
        { url: "https://git.example" },
        "x",
        { url: 1 },
      ],
    };
    expect(descriptionOf(value)).toEqual({
      lifecycle: "production",
      links: [
        { title: "Runbook", url: "https://docs.example/runbook" },
        { title: "https://git.example", url: "https://git.example" },
      ],
    });
  });

  it("reads nothing of a value that is no description", () => {
    for (const value of [undefined, null, "text", [], { links: "https://git.example" }]) {
      expect(descriptionOf(value)).toEqual({ lifecycle: undefined, links: [] });
    }
  });
});
