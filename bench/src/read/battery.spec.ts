import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { battery, messageOf } from "./battery.js";
import { shapeOf } from "./catalog-shape.js";

const ELSEWHERE = ["GET /api/v1/changes"];
const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";
const STOCK = { rejections: [ID], plans: [ID, ID], runs: [ID], receipts: ["receipt"] };

const SHAPE = shapeOf(10_000);
const ENTRIES = battery(SHAPE, "2026-06-20T12:00:00Z", STOCK);

describe("the battery", () => {
  it("asks for every operation of the API", () => {
    const document = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8")) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const asked = ENTRIES.map(({ request }) => {
      const { path, method = "GET" } = request(0)!;
      return `${method} ${path.split("?")[0]}`;
    });
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const missing = operations.filter((operation) => {
      const pattern = new RegExp(`^${operation.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
      return !asked.some((request) => pattern.test(request));
    });
    expect(missing).toEqual(ELSEWHERE);
  });

  it("asks for something else every time, by names of their own", () => {
    expect(new Set(ENTRIES.map(({ name }) => name)).size).toBe(ENTRIES.length);
    const compare = ENTRIES.find(({ name }) => name === "service-overview, 1,000")!;
    expect(compare.request(1)).not.toEqual(compare.request(2));
    expect(messageOf(SHAPE, 1)).not.toBe(messageOf(SHAPE, 2));
  });

  it("ends where what is decided is decided", () => {
    const approval = ENTRIES.find(({ name }) => name.startsWith("approval"))!;
    expect([approval.request(0)?.method, approval.request(1)]).toEqual(["POST", undefined]);
  });
});
