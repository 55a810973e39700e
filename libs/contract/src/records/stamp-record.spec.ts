import { describe, expect, it } from "@jest/globals";
import type { CatalogRecord } from "./records.js";
import { stampRecord } from "./stamp-record.js";

const NOW = "2026-03-01T09:30:00.000000Z";
const EARLIER = "2026-03-01T09:00:00.000000Z";
const resource = { type: "Service", name: "orders" };

describe(stampRecord.name, () => {
  it.each<[CatalogRecord, string]>([
    [{ kind: "resource", ...resource }, "observedOn"],
    [{ kind: "reading", resource, type: "HealthCheck", value: null }, "collectedOn"],
    [{ kind: "removal", resource }, "removedOn"],
  ])("writes the time that $kind lacks, and keeps one that is there", (record, field) => {
    expect(stampRecord(record, NOW)).toStrictEqual({ ...record, [field]: NOW });
    expect(record).not.toHaveProperty(field);
    const stamped = { ...record, [field]: EARLIER };
    expect(stampRecord(stamped, NOW)).toStrictEqual(stamped);
  });

  it("leaves a sweep alone, which always has its time", () => {
    const sweep: CatalogRecord = { kind: "sweep", resourceType: "Service", startedOn: EARLIER };
    expect(stampRecord(sweep, NOW)).toStrictEqual(sweep);
  });
});
