import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { CatalogRecord } from "@binnacle/contract";
import { RecordPack, type PackedRecord } from "./record-pack.js";

const sources = fc.option(fc.stringMatching(/^[A-Za-z0-9._:/-]{1,128}$/), { nil: undefined });
const values = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.jsonValue());

function packed(value: unknown): PackedRecord {
  const record: CatalogRecord = { kind: "reading", resource: { type: "A", name: "a" }, type: "B", value };
  const text = JSON.stringify(record);
  return { record, text, bytes: Buffer.byteLength(text) };
}

describe(RecordPack.name, () => {
  it("knows its size to the byte and prints what was put in, whatever the records are", () => {
    fc.assert(
      fc.property(sources, fc.array(values, { maxLength: 20 }), (source, contents) => {
        const pack = new RecordPack(source);
        const records = contents.map(packed);
        for (const record of records) {
          pack.add(record);
        }
        expect(pack.bytes).toBe(Buffer.byteLength(pack.text));
        expect(JSON.parse(pack.text)).toEqual({
          ...(source !== undefined && { source }),
          records: records.map(({ text }) => JSON.parse(text) as unknown),
        });
      }),
    );
  });

  it("stays within its limits as long as it is asked whether a record fits", () => {
    const limits = fc.record({ records: fc.integer({ min: 1, max: 8 }), bytes: fc.integer({ min: 1, max: 1_500 }) });
    fc.assert(
      fc.property(limits, fc.array(values, { minLength: 1, maxLength: 40 }), (limit, contents) => {
        const packs = [new RecordPack("s")];
        for (const record of contents.map(packed)) {
          if (!packs.at(-1)?.fits(record, limit)) {
            packs.push(new RecordPack("s"));
          }
          packs.at(-1)?.add(record);
        }
        for (const pack of packs) {
          expect(pack.records.length).toBeLessThanOrEqual(limit.records);
          expect(pack.records.length === 1 || pack.bytes <= limit.bytes).toBe(true);
        }
        expect(packs.flatMap((pack) => pack.records.map(({ text }) => text))).toEqual(
          contents.map((value) => packed(value).text),
        );
      }),
    );
  });

  it("splits into halves that lose nothing", () => {
    const pack = new RecordPack("s");
    for (const value of [1, 2, 3, 4, 5]) {
      pack.add(packed(value));
    }
    const [first, second] = pack.halves();
    expect([first.records.length, second.records.length]).toEqual([3, 2]);
    expect([...first.records, ...second.records]).toEqual(pack.records);
  });
});
