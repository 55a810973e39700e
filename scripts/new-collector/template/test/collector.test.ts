import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { SourceClient, testCollector } from "@binnacle/collector";
import { createCollector } from "../src/collector.ts";
import { startSampleSource } from "./sample-source.ts";

describe("__NAME__", () => {
  let sample: Awaited<ReturnType<typeof startSampleSource>>;

  before(async () => {
    sample = await startSampleSource();
  });

  after(() => sample.close());

  it("keeps the contract, and says the same of the same source", async () => {
    const { report, sweeps } = await testCollector(() => createCollector(new SourceClient({ baseUrl: sample.url })));
    assert.equal(report, "");
    assert.deepEqual(
      sweeps.map(({ resourceType, count }) => ({ resourceType, count })),
      [{ resourceType: "Service", count: 3 }],
    );
  });

  it("publishes each service with its owner, if it has one", async () => {
    const { records } = await testCollector(createCollector(new SourceClient({ baseUrl: sample.url })));
    const owners = records.flatMap((record) =>
      record.kind === "reading" && record.type === "ServiceOwnership" ? [[record.resource.name, record.value]] : [],
    );
    assert.deepEqual(owners, [
      ["orders", { team: "checkout" }],
      ["invoices", { team: "billing" }],
    ]);
  });
});
