import { BatchReport } from "@binnacle/ingest";
import { Metrics } from "@binnacle/platform";
import { describe, expect, it } from "@jest/globals";
import { SinkMetrics } from "./sink-metrics.js";

const FIGURES = { seconds: 0.1, bytes: 100, agesSeconds: [0.2] };

function reportOf(...sources: string[]): BatchReport {
  const report = new BatchReport();
  for (const source of sources) report.count(source, "reading", "created");
  return report;
}

describe(SinkMetrics.name, () => {
  it("gives 200 sources a label of their own, and the rest one together that loses no record", async () => {
    const registered = new Metrics("sink");
    const metrics = new SinkMetrics(registered);
    const sources = Array.from({ length: 205 }, (_, index) => `team-${index}`);
    metrics.observeBatch(reportOf(...sources), FIGURES);
    metrics.observeBatch(reportOf("team-0", "team-204"), FIGURES);
    const lines = (await registered.text())
      .split("\n")
      .filter((line) => line.startsWith("binnacle_sink_records_total{"));
    expect(lines).toHaveLength(201);
    const countOf = (source: string) =>
      lines
        .find((line) => line.includes(`source="${source}"`))
        ?.split(" ")
        .at(-1);
    expect([countOf("team-0"), countOf("team-199"), countOf("team-200"), countOf("other")]).toEqual([
      "2",
      "1",
      undefined,
      "6",
    ]);
  });
});
