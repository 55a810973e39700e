import { resourceId } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import { acceptRecord, type RecordContext } from "./accept-record.js";

const CONTEXT: RecordContext = {
  source: "orders-team/k8s",
  sentOn: "2026-11-01T12:00:00.000000Z",
  receivedOn: "2026-11-01T12:00:01.000000Z",
  sentValueBytes: 0,
};
const accept = (input: unknown, more: Partial<RecordContext> = {}) => acceptRecord(input, { ...CONTEXT, ...more });

describe(acceptRecord.name, () => {
  it("fills in id, time and lease of a resource", () => {
    const { record } = accept({
      kind: "resource",
      type: "Service",
      name: "cafe\u0301",
      parent: { type: "Team", name: "orders" },
      observedOn: "2026-11-01T13:00:00+02:00",
      expiresAfter: "PT1H",
    });
    expect(record).toEqual({
      kind: "resource",
      resource: { id: resourceId("Service", "caf\u00E9"), type: "Service", name: "caf\u00E9" },
      parent: { id: resourceId("Team", "orders"), type: "Team", name: "orders" },
      on: "2026-11-01T11:00:00.000000Z",
      expiresOn: "2026-11-01T12:00:00.000000Z",
      source: "orders-team/k8s",
    });
  });

  it("gives a record without a time that of its message, and one without a lease none", () => {
    const { record } = accept({ kind: "resource", type: "Service", name: "a" });
    expect(record).toMatchObject({ on: CONTEXT.sentOn, expiresOn: "infinity", parent: undefined });
  });

  it("keeps a parent of null apart from no word about a parent", () => {
    expect(accept({ kind: "resource", type: "Service", name: "a", parent: null }).record).toMatchObject({
      parent: null,
    });
  });

  it("prints a value as PostgreSQL will and finds its references", () => {
    const value = { to: { resourceType: "Service", resourceName: "b" }, a: 1 };
    const { record } = accept({
      kind: "reading",
      resource: { type: "Service", name: "a" },
      type: "Dependencies",
      value,
    });
    expect(record).toMatchObject({
      storageMode: "SNAPSHOT",
      text: '{"a": 1, "to": {"resourceName": "b", "resourceType": "Service"}}',
      references: [{ id: resourceId("Service", "b"), type: "Service", name: "b" }],
    });
  });

  it.each([
    ["a time more than 5 minutes ahead", "2026-11-01T12:05:01.000001Z", "CLOCK_AHEAD"],
    ["a time just 5 minutes ahead", "2026-11-01T12:05:01.000000Z", undefined],
  ])("judges %s by the queue's clock", (_, observedOn, code) => {
    expect(accept({ kind: "resource", type: "Service", name: "a", observedOn }).fault?.code).toBe(code);
  });

  it("names the path and the reason of every fault", () => {
    const { fault } = accept({ kind: "resource", type: "1", name: "", parent: { type: "Team", name: "a\u0000" } });
    expect(fault).toMatchObject({ code: "INVALID_FIELD", path: "/type" });
    expect(fault!.detail).toContain("/name");
    expect(fault!.detail).toContain("/parent/name");
  });

  it("points into the value that cannot be stored", () => {
    const reading = { kind: "reading", resource: { type: "Service", name: "a" }, type: "Notes" };
    expect(accept({ ...reading, value: { a: ["\u0000"] } }).fault).toMatchObject({
      code: "VALUE_NOT_STORABLE",
      path: "/value/a/0",
    });
    expect(accept({ ...reading, value: "x" }, { sentValueBytes: 4 * 1024 * 1024 + 1 }).fault).toMatchObject({
      code: "VALUE_TOO_LARGE",
      path: "/value",
    });
  });

  it("takes a sweep of a named source only", () => {
    const sweep = { kind: "sweep", resourceType: "Service", startedOn: "2026-11-01T11:00:00Z", count: 2 };
    expect(accept(sweep).record).toMatchObject({ kind: "sweep", on: "2026-11-01T11:00:00.000000Z", count: 2 });
    expect(accept(sweep, { source: "anonymous" }).fault?.code).toBe("INVALID_FIELD");
  });

  it("knows neither other kinds nor what is no object", () => {
    expect(accept({ kind: "rumour" }).fault?.code).toBe("UNKNOWN_KIND");
    expect(accept([]).fault?.code).toBe("UNKNOWN_KIND");
  });
});
