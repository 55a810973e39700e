import { describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import type { QueryAnswer, QueryResult } from "../../prometheus/prometheus.client.js";
import { mapResults } from "./prometheus.mapping.js";
import { PrometheusQuery } from "./prometheus.options.js";

describe("what the answers of a real Prometheus become", () => {
  it("is a reading of the Resource that each series is of, at the time of its sample", () => {
    const { records, warnings } = map([{ ...requests, data: recorded("vector") }]);
    expect(warnings).toEqual([]);
    expect(records).toEqual([
      {
        kind: "reading",
        resource: { type: "ServiceDeployment", name: "ledger/production" },
        type: "Traffic",
        value: { requests: 907 },
        storageMode: "TIME_SERIES",
        collectedOn: expect.stringMatching(/^2026-11-22T13:24:5\d\.\d{3}000Z$/),
      },
      expect.objectContaining({
        resource: { type: "ServiceDeployment", name: "orders/production" },
        value: { requests: 41_885 },
      }),
    ]);
  });

  it("is one reading of several queries, each with its field and labels", () => {
    const depth = { readingType: "Traffic", field: "depth", labels: ["job", "nothing"], decimals: 1 };
    const { records } = map([
      { ...requests, data: recorded("vector") },
      { ...depth, data: without(recorded("gauge"), (metric) => metric["environment"] === undefined) },
    ]);
    expect(records.map((record) => record.kind === "reading" && record.value)).toEqual([
      { requests: 907 },
      { requests: 41_885, depth: 3.3, job: "shop" },
    ]);
  });

  it("is nothing of a series that the Resource's name cannot be made of", () => {
    const { records, warnings } = map([{ ...requests, field: "depth", data: recorded("gauge") }]);
    expect(warnings).toEqual(["Traffic.depth: has no label environment, which the Resource's name needs"]);
    expect(records).toHaveLength(1);
  });

  it("is nothing where there is no number", () => {
    const { records, warnings } = map([
      { field: "depth", data: without(recorded("gauge"), (metric) => metric["service"] !== "ledger") },
    ]);
    expect({ records, warnings }).toEqual({ records: [], warnings: [] });
  });

  it("may be of a scalar", () => {
    const { records } = map([
      { readingType: "Fleet", resource: { type: "Cluster", name: "main" }, data: recorded("scalar") },
    ]);
    expect(records).toMatchObject([{ resource: { type: "Cluster", name: "main" }, value: { value: 1 } }]);
  });

  it("is nothing of a range vector, nor of several series of one Resource", () => {
    const { records, warnings } = map([
      { data: recorded("matrix") },
      { field: "depth", resource: { type: "Job", name: "{job}" }, data: recorded("gauge") },
    ]);
    expect(warnings).toEqual([
      "Reading.value: evaluates to a matrix; an instant vector or a scalar is needed",
      "Reading.depth: gives several series of one Resource; aggregate them, as by sum by (…)",
    ]);
    expect(records).toHaveLength(1);
  });
});

const requests = { readingType: "Traffic", field: "requests" };

function map(queries: (Partial<PrometheusQuery> & { data: QueryResult })[]) {
  const resource = { type: "ServiceDeployment", name: "{service}/{environment}" };
  return mapResults(
    queries.map(({ data, ...query }) => ({
      query: Object.assign(new PrometheusQuery(), { readingType: "Reading", query: "up", resource }, query),
      data,
    })),
  );
}

function recorded(name: string): QueryResult {
  const answer = JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as QueryAnswer;
  if (answer.status === "error") throw new Error(answer.error);
  return answer.data;
}

function without(data: QueryResult, left: (metric: Record<string, string>) => boolean): QueryResult {
  if (data.resultType !== "vector") throw new Error("no vector");
  return { ...data, result: data.result.filter(({ metric }) => !left(metric)) };
}
