import { describe, expect, it } from "@jest/globals";
import { registeredViews } from "./registered-views.js";
import { viewOf } from "./view-module.js";

const BASE = "https://binnacle.example/catalog/views/views.json";

describe(registeredViews.name, () => {
  it("finds modules beside views.json", () => {
    const views = [
      { readingType: "HealthCheck", module: "./health-check.js" },
      { readingType: "JvmRuntime", module: "jvm/runtime.js" },
    ];
    expect([...registeredViews({ views }, BASE)]).toEqual([
      ["HealthCheck", "https://binnacle.example/catalog/views/health-check.js"],
      ["JvmRuntime", "https://binnacle.example/catalog/views/jvm/runtime.js"],
    ]);
  });

  it.each([
    "https://evil.example/a.js",
    "//evil.example/a.js",
    "http://binnacle.example/a.js",
    "data:text/javascript,alert(1)",
    "javascript:alert(1)",
    "blob:https://binnacle.example/1",
  ])("leaves %s out, which is of another origin", (module) => {
    expect(registeredViews({ views: [{ readingType: "HealthCheck", module }] }, BASE).size).toBe(0);
  });

  it.each([undefined, null, [], {}, { views: 1 }, { views: [null, 1, { readingType: "A" }, { module: "./a.js" }] }])(
    "makes nothing of %j",
    (document) => {
      expect(registeredViews(document, BASE).size).toBe(0);
    },
  );
});

describe(viewOf.name, () => {
  it("takes a module that draws, made for this version", () => {
    const view = { apiVersion: 1, render: () => undefined };
    expect(viewOf({ default: view })).toBe(view);
  });

  it("says what is wrong with any other", () => {
    expect(() => viewOf({})).toThrow("no function render");
    expect(() => viewOf({ default: { apiVersion: 2, render: () => undefined } })).toThrow("version 2");
  });
});
