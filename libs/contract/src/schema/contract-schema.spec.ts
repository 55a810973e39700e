import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { readMessage } from "../message/read-message.js";
import { EXAMPLES, MESSAGE_EXAMPLE } from "../records/examples.js";
import { anyRecords, anyRecordsOf, anySources } from "../records/record.arbitraries.js";
import { RECORD_KINDS } from "../records/records.js";
import { validateRecord } from "../records/validate-record.js";
import { messageSchema, recordSchema } from "./contract-schema.js";

function countOf(part: string, unit: string): number {
  return Number(new RegExp(`(\\d+)${unit}`).exec(part)?.[1] ?? 0);
}

/** The formats as `docs/contract/README.md` words them, written anew in the plainest way. */
const formats = {
  "binnacle-name"(name: string): boolean {
    const { length } = [...name.normalize("NFC")];
    return name.isWellFormed() && !/\p{Cc}/u.test(name) && length >= 1 && length <= 512;
  },
  "date-time"(text: string): boolean {
    const [, date, time, sign, offset] = /^(.{10})[Tt](.{8}).*?(?:[Zz]|([+-])(.{5}))$/.exec(text) ?? [];
    // RFC 3339 has leap seconds; it is for the pattern to refuse them.
    const clock = time?.replace(/60$/, "59");
    const local = new Date(`${date}T${clock}Z`);
    if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(`${date}T${clock}`)) {
      return false;
    }
    const ahead = offset ? Date.parse(`1970-01-01T${offset}Z`) * (sign === "-" ? -1 : 1) : 0;
    const year = new Date(local.getTime() - ahead).getUTCFullYear();
    return year >= 1 && year <= 9999;
  },
  duration(text: string): boolean {
    const [days, time = ""] = text.split("T") as [string, string?];
    const minutes = (countOf(days, "W") * 7 + countOf(days, "D")) * 1440 + countOf(time, "H") * 60 + countOf(time, "M");
    const seconds = minutes * 60 + countOf(time, "S");
    return seconds >= 1 && seconds <= 366 * 86_400;
  },
};

const ajv = new Ajv2020({ strict: true, allowUnionTypes: false, formats });
const meetsMessageSchema = ajv.compile(messageSchema());

function isAcceptedMessage(body: unknown): boolean {
  const message = readMessage(body);
  return !message.fault && message.records.every((record) => validateRecord(record, message).fault === undefined);
}

describe("the JSON Schema of the contract", () => {
  it("is valid, and accepts the examples that it holds", () => {
    expect(meetsMessageSchema(MESSAGE_EXAMPLE)).toBe(true);
    for (const kind of RECORD_KINDS) {
      const schema = recordSchema(kind);
      expect(schema["examples"]).toEqual(EXAMPLES[kind]);
      for (const example of EXAMPLES[kind]) {
        expect(ajv.validate(schema, example)).toBe(true);
        expect(isAcceptedMessage({ ...example, source: "orders-team/k8s" })).toBe(true);
      }
    }
    expect(isAcceptedMessage(MESSAGE_EXAMPLE)).toBe(true);
  });

  it("describes every definition and every field that is not plain from its type", () => {
    const { $defs } = messageSchema() as { $defs: Record<string, { description?: string; examples?: unknown[] }> };
    for (const [name, definition] of Object.entries($defs)) {
      expect([name, typeof definition.description]).toEqual([name, "string"]);
      expect([name, name === "CatalogRecord" || definition.examples!.length > 0]).toEqual([name, true]);
    }
  });

  it.each(RECORD_KINDS)("agrees with the validator on any %s", (kind) => {
    const meetsRecordSchema = ajv.compile({ ...recordSchema(kind), $id: `urn:test:${kind}` });
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(anyRecordsOf(kind), (input) => {
        if ((input as { kind?: unknown } | null)?.kind !== kind) {
          expect(meetsRecordSchema(input)).toBe(false);
          return;
        }
        const isValid = validateRecord(input).fault === undefined;
        seen[isValid ? "valid" : "invalid"]++;
        expect(meetsRecordSchema(input)).toBe(isValid);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(100);
  });

  it("agrees with the validator on messages, bare records, their sources and the sweeps of unnamed ones", () => {
    const message = fc.record(
      { source: anySources, records: fc.array(anyRecords, { maxLength: 3 }), extra: fc.string() },
      { requiredKeys: [] },
    );
    const bareRecord = fc
      .tuple(anyRecords, fc.option(anySources, { nil: undefined }))
      .map(([record, source]) =>
        typeof record === "object" && !Array.isArray(record) ? { ...record, source } : record,
      );
    const both = fc.tuple(message, anyRecords).map(([envelope, record]) => ({ ...(record as object), ...envelope }));
    const bodies = fc.oneof(message, bareRecord, both).map((body) => JSON.parse(JSON.stringify(body)) as unknown);
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(bodies, (body) => {
        const isValid = isAcceptedMessage(body);
        seen[isValid ? "valid" : "invalid"]++;
        expect(meetsMessageSchema(body)).toBe(isValid);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(500);
  });

  it("has the limit of records of a message", () => {
    const records = Array.from({ length: 10_000 }, () => ({ kind: "resource", type: "T", name: "n" }));
    expect(meetsMessageSchema({ records })).toBe(true);
    expect(meetsMessageSchema({ records: [...records, records[0]] })).toBe(false);
  });
});
