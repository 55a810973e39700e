import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { explainFaults } from "../fields/explain-faults.js";
import { isJsonObject } from "../fields/json-object.js";
import { compileReader } from "../fields/read-fields.js";
import { parseJson } from "../json/index.js";
import { EXAMPLES } from "./examples.js";
import { anyRecords, validRecords } from "./record.arbitraries.js";
import { RECORD_CLASSES, RECORD_KINDS, type ReadingRecord } from "./records.js";
import { isRecordKind, validateRecord, type RecordValidation } from "./validate-record.js";

const resource = { kind: "resource", type: "Service", name: "orders" };
const reading = { kind: "reading", resource: { type: "Service", name: "orders" }, type: "CodeInsights", value: 1 };
const sweep = { kind: "sweep", resourceType: "Service", startedOn: "2026-03-01T09:30:00Z" };

function withCount(count: string): RecordValidation {
  return validateRecord(
    parseJson(`{"kind": "sweep", "resourceType": "T", "startedOn": "2026-03-01T09:30:00Z", "count": ${count}}`),
  );
}

function pathsOf(input: unknown): string[] | undefined {
  return validateRecord(input).fault?.faults.map(({ path }) => path);
}

describe(validateRecord.name, () => {
  it("accepts every example", () => {
    for (const example of Object.values(EXAMPLES).flat()) {
      expect(validateRecord(example)).toEqual({ record: expect.objectContaining({ kind: example.kind }) });
    }
  });

  it("gives the canonical form, as plain data", () => {
    const input = parseJson(
      `{"kind": "resource", "type": "Service", "name": "Cafe\\u0301", "parent": {"type": "Team", "name": "e\\u0301", "x": 1},
        "observedOn": "2026-03-01T10:30:00+01:00", "expiresAfter": "PT15M", "colour": "red"}`,
    );
    const { record } = validateRecord(input);
    expect(record).toStrictEqual({
      kind: "resource",
      type: "Service",
      name: "Caf\u00e9",
      parent: { type: "Team", name: "\u00e9" },
      observedOn: "2026-03-01T09:30:00.000000Z",
      expiresAfter: "PT15M",
    });
  });

  it("takes null for absent in optional fields but parent", () => {
    expect(validateRecord({ ...resource, parent: null, observedOn: null, expiresAfter: null }).record).toStrictEqual({
      ...resource,
      parent: null,
    });
    expect(validateRecord({ ...reading, storageMode: null, collectedOn: null }).record).toStrictEqual({
      ...reading,
      storageMode: "SNAPSHOT",
    });
    expect(validateRecord({ ...sweep, count: null }).record).not.toHaveProperty("count");
    expect(pathsOf({ ...sweep, parent: null })).toEqual(["/parent"]);
    expect(pathsOf({ ...resource, name: null })).toEqual(["/name"]);
  });

  it("keeps a value as it is, whatever it is", () => {
    const value = parseJson(
      '{"__proto__": {"kind": 1}, "constructor": null, "n": 1.50, "big": 9007199254740993, "list": [[]]}',
    );
    const { record } = validateRecord({ ...reading, value });
    expect((record as ReadingRecord).value).toBe(value);
    expect(validateRecord({ ...reading, value: null }).record).toHaveProperty("value", null);
    expect(validateRecord({ ...reading, value: [] }).record).toHaveProperty("value", []);
    expect(pathsOf({ ...reading, value: undefined })).toEqual(["/value"]);
  });

  it("takes numbers as their digits were carried", () => {
    expect(withCount("1e2").record).toHaveProperty("count", 100);
    expect(withCount("100.0").record).toHaveProperty("count", 100);
    expect(withCount("-0").record).toHaveProperty("count", 0);
    for (const count of ["1.50", "-1", "1e400", "9007199254740993", '"1"', "[]"]) {
      expect(withCount(count).fault?.faults).toEqual([{ path: "/count", detail: "must be a non-negative integer" }]);
    }
    expect(pathsOf(parseJson('{"kind": "removal", "resource": 1e400}'))).toEqual(["/resource"]);
    expect(pathsOf(parseJson('{"kind": "resource", "type": 1.50, "name": 1e400}'))).toEqual(["/type", "/name"]);
  });

  it.each([undefined, null, 1, "resource", true, [], [resource], parseJson("1e400")])("has no kind for %j", (input) => {
    expect(validateRecord(input).fault).toEqual({
      code: "UNKNOWN_KIND",
      faults: [{ path: "", detail: "must be an object" }],
    });
  });

  it.each([undefined, null, 1, "Resource", "", "constructor", "__proto__", ["resource"]])(
    "knows no kind %j",
    (kind) => {
      const { fault } = validateRecord({ ...resource, kind });
      expect(fault).toMatchObject({ code: "UNKNOWN_KIND", faults: [{ path: "/kind" }] });
    },
  );

  it("reports every fault with its path and reason", () => {
    const input = {
      kind: "resource",
      name: "a\u0000b",
      parent: { type: "9", name: "" },
      observedOn: "yesterday",
      expiresAfter: "P1Y",
    };
    expect(validateRecord(input).fault).toEqual({
      code: "INVALID_FIELD",
      faults: [
        { path: "/type", detail: "is required" },
        { path: "/name", detail: "must not contain the control character U+0000" },
        {
          path: "/parent/type",
          detail: "must be 1 to 128 characters, a letter first, then letters, digits or any of . _ : -",
        },
        { path: "/parent/name", detail: "must not be empty" },
        {
          path: "/observedOn",
          detail: "must be an RFC 3339 time with offset, at most six fraction digits, in years 1 to 9999",
        },
        { path: "/expiresAfter", detail: "must be a duration PnW or PnDTnHnMnS of integers, 1 second to 366 days" },
      ],
    });
    expect(
      validateRecord({ kind: "reading", resource: [], type: null, value: 1, storageMode: "LOG" }).fault?.faults,
    ).toEqual([
      { path: "/resource", detail: "must be an object" },
      { path: "/type", detail: "must not be null" },
      { path: "/storageMode", detail: "must be one of SNAPSHOT, TIME_SERIES" },
    ]);
  });

  it.each([[[]], [[{ type: "Team", name: "a" }]], ["Team"], [7], [new Map()]])(
    "takes no %j for an address",
    (parent) => {
      expect(new Set(pathsOf({ ...resource, parent })?.map((path) => path.split("/")[1]))).toEqual(new Set(["parent"]));
    },
  );

  it("wants a named source for a sweep", () => {
    const fault = { code: "INVALID_FIELD", faults: [{ path: "/source", detail: "a sweep needs a named source" }] };
    expect(validateRecord(sweep, { source: "anonymous" })).toEqual({ fault });
    expect(validateRecord(sweep, { source: "k8s" }).record).toBeDefined();
    expect(validateRecord(resource, { source: "anonymous" }).record).toBeDefined();
    const { fault: both } = validateRecord({ ...sweep, count: -1 }, { source: "anonymous" });
    expect(both?.faults.map(({ path }) => path)).toEqual(["/count", "/source"]);
  });

  it("accepts all valid records, and its own result unchanged", () => {
    fc.assert(
      fc.property(validRecords, (input) => {
        const { record } = validateRecord(input);
        expect(record).toBeDefined();
        expect(validateRecord(record).record).toStrictEqual(record);
      }),
      { numRuns: 500 },
    );
  });

  it("accepts in one pass exactly what class-validator finds no fault with", () => {
    const readers = Object.fromEntries(RECORD_KINDS.map((kind) => [kind, compileReader<object>(RECORD_CLASSES[kind])]));
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(anyRecords, (input) => {
        if (!isJsonObject(input) || !isRecordKind(input["kind"])) {
          return;
        }
        const isAccepted = readers[input["kind"]]!(input) !== undefined;
        seen[isAccepted ? "accepted" : "refused"]++;
        expect(explainFaults(RECORD_CLASSES[input["kind"]], input).length === 0).toBe(isAccepted);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(300);
  });
});
