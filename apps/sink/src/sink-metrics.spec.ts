import { BatchReport } from "@binnacle/ingest";
import { Metrics } from "@binnacle/platform";
import { describe, expect, it } from "@jest/globals";
import { SinkMetrics } from "./sink-metrics.js";

const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";
const ON = "2026-11-01T00:00:00.000000Z";
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

  it("tells when a source last had a record stored, and why records of it were rejected", async () => {
    const registered = new Metrics("sink");
    const metrics = new SinkMetrics(registered);
    const report = reportOf("good");
    const rejection = { id: ID, code: "INVALID_FIELD", detail: "", path: "/type", source: "bad", record: "{}" };
    report.countRejection({ ...rejection, truncated: false, receivedOn: ON } as never, "resource");
    metrics.observeBatch(report, FIGURES);
    const text = await registered.text();
    const lines = (name: string) => text.split("\n").filter((line) => line.startsWith(`${name}{`));
    expect(lines("binnacle_sink_rejections_total")).toEqual([
      'binnacle_sink_rejections_total{source="bad",code="INVALID_FIELD",process="sink"} 1',
    ]);
    const [last, ...others] = lines("binnacle_sink_source_last_record_timestamp_seconds");
    expect(others).toEqual([]);
    expect(last).toContain('source="good"');
    const seconds = Number(last?.split(" ").at(-1));
    expect(Math.abs(Date.now() / 1000 - seconds)).toBeLessThan(60);
  });
});
