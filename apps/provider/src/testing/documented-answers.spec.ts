import "reflect-metadata";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { DocumentedAnswers, type GivenAnswer } from "./documented-answers.js";

const RESOURCE = {
  id: "acc2f7ca-606b-5508-9802-a9d37b7be7a5",
  type: "Service",
  name: "orders",
  parentId: null,
  createdOn: "2026-03-01T09:30:00.125000Z",
  lastSeenOn: null,
  expiresOn: null,
  declared: true,
};
const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  etag: 'W/"2mBJZ9vXWJ2WdxnMIAtCoQ"',
  "cache-control": "private, no-cache",
  vary: "accept-encoding",
};
const PROBLEM = {
  type: "urn:binnacle:NOT_FOUND",
  title: "There is no such thing",
  status: 404,
  detail: "No",
  code: "NOT_FOUND",
};
const PROBLEM_HEADERS = { "content-type": "application/problem+json" };

describe(DocumentedAnswers.name, () => {
  let documented: DocumentedAnswers;

  beforeAll(async () => {
    const file = join(import.meta.dirname, "../../../../docs/openapi.json");
    documented = new DocumentedAnswers(JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>);
  });

  const faultsOf = (changed: Partial<GivenAnswer>, body: unknown = RESOURCE) =>
    documented.faultsOf({
      method: "GET",
      route: "/api/v1/resources/:id",
      parameters: ["readings"],
      status: 200,
      headers: HEADERS,
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...changed,
    });

  it("has nothing against what is as documented", () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ method: "HEAD" }, "")).toEqual([]);
    expect(faultsOf({ status: 304 }, "")).toEqual([]);
    expect(faultsOf({ status: 404, headers: PROBLEM_HEADERS }, PROBLEM)).toEqual([]);
    expect(faultsOf({ route: undefined, status: 404, headers: PROBLEM_HEADERS }, PROBLEM)).toEqual([]);
    expect(faultsOf({ route: "/docs/index.html" }, "<html>")).toEqual([]);
    const lines = { ...HEADERS, "content-type": "application/x-ndjson", etag: undefined };
    const list = { route: "/api/v1/resources", headers: lines };
    expect(faultsOf(list, `${JSON.stringify(RESOURCE)}\n${JSON.stringify(RESOURCE)}\n`)).toEqual([]);
    expect(faultsOf(list, `${JSON.stringify(RESOURCE)}\n{}\n`)).not.toEqual([]);
  });

  it.each([
    ["a status", { status: 418 }, RESOURCE, "status 418"],
    ["a media type", { headers: { ...HEADERS, "content-type": "text/html" } }, RESOURCE, "text/html"],
    ["a parameter", { parameters: ["nope"] }, RESOURCE, "nope"],
    ["a header", { headers: { ...HEADERS, "x-new": "1" } }, RESOURCE, "x-new"],
    ["a missing header", { headers: { ...HEADERS, vary: undefined } }, RESOURCE, "Vary is missing"],
    ["a malformed header", { headers: { ...HEADERS, etag: "x" } }, RESOURCE, "pattern"],
    ["a field", {}, { ...RESOURCE, extra: 1 }, "additionalProperty"],
    ["a missing field", {}, { ...RESOURCE, name: undefined }, "name"],
    ["a null", {}, { ...RESOURCE, createdOn: null }, "createdOn"],
    ["a time that is not printed as all are", {}, { ...RESOURCE, createdOn: "2026-03-01T09:30:00Z" }, "createdOn"],
    ["what is no JSON", {}, "{", "must be object"],
    [
      "another code than the status has",
      { status: 404, headers: PROBLEM_HEADERS },
      { ...PROBLEM, code: "TOO_LARGE" },
      "code",
    ],
    ["a 400 without errors", { status: 400, headers: PROBLEM_HEADERS }, { ...PROBLEM, status: 400 }, "errors"],
    ["what is no problem", { route: undefined, status: 404 }, RESOURCE, "no problem"],
    ["a route", { route: "/api/v1/new" }, RESOURCE, "not documented"],
    [
      "a body where there is none",
      { method: "DELETE", route: "/api/v1/rejections/:id", status: 204, parameters: [] },
      "x",
      "body",
    ],
  ])("tells of %s that is not documented", (_, changed, body, told) => {
    expect(faultsOf(changed as Partial<GivenAnswer>, body).join("\n")).toContain(told);
  });

  it("finds an example with every schema, and every example right", () => {
    expect(documented.faultsOfExamples()).toEqual([]);
  });
});
