import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { TransientError } from "@binnacle/errors";
import fc from "fast-check";
import { type FileFormat, formatOf, readItems, type ReadItemsOptions, UnreadableFile } from "./read-items.js";

const read = async (
  content: string | Buffer,
  format: FileFormat,
  options: Partial<ReadItemsOptions> = {},
  chunk = 7,
) => {
  const bytes = Buffer.from(content);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
    bytes.subarray(index * chunk, (index + 1) * chunk),
  );
  const all = { format, maxBytes: 10_000, delimiter: ",", pattern: undefined, ...options };
  return Array.fromAsync(readItems(Readable.from(chunks), all));
};

describe("the items of a file", () => {
  it("are the lines of NDJSON, the last one without an end too; a line that is none costs itself", async () => {
    const items = await read('{"a":1}\r\n\n{"b":"ü"}\n{"c"\n{"n":9007199254740993}', "ndjson");
    expect(JSON.parse(JSON.stringify(items.slice(0, 2)))).toEqual([{ item: { a: 1 } }, { item: { b: "ü" } }]);
    expect(items[2]).toEqual({ fault: expect.stringMatching(/\(line 4, /) });
    expect(items).toHaveLength(4);
  });

  it("are the rows of CSV by the names of its first row", async () => {
    expect(await read('\u{feff}name,team\nrefunds,"shop, web"\n\nsearch\n', "csv")).toEqual([
      { item: { name: "refunds", team: "shop, web" } },
      { item: { name: "search" } },
    ]);
    expect(await read("name\tteam\na\tb\n", "csv", { delimiter: "\t" })).toEqual([{ item: { name: "a", team: "b" } }]);
  });

  it("are what the pattern finds in lines", async () => {
    const pattern = /^(?<on>\S+) deployed (?<service>\S+) (?<version>\S+)/u;
    expect(await read("2026-03-01T08:00:00Z deployed orders 1.4.2 by ada\nnoise\n", "lines", { pattern })).toEqual([
      { item: { on: "2026-03-01T08:00:00Z", service: "orders", version: "1.4.2" } },
      { fault: 'does not fit the pattern (line 2, "noise")' },
    ]);
  });

  it("are the same however the file comes in, packed or not", async () => {
    const text = fc.array(fc.string({ unit: "grapheme" }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 50 }), fc.boolean(), async (lines, chunk, isPacked) => {
        const content = Buffer.from(lines.map((line) => `${JSON.stringify({ line })}\n`).join(""));
        const items = await read(isPacked ? gzipSync(content) : content, "ndjson", {}, chunk);
        expect(JSON.parse(JSON.stringify(items))).toEqual(lines.map((line) => ({ item: { line } })));
      }),
    );
  });

  it.each<[string, string | Buffer, FileFormat]>([
    ["is larger than 10000 bytes", gzipSync(Buffer.alloc(1_000_000, "\n")), "ndjson"],
    ["is not gzip to its end", gzipSync(Buffer.from("x".repeat(5_000))).subarray(0, 30), "ndjson"],
    ["is not JSON", '{"a":', "json"],
    ["is not CSV", 'a,b\n"x', "csv"],
  ])("cannot be read where it %s", async (reason, content, format) => {
    await expect(read(content, format)).rejects.toThrow(UnreadableFile);
    await expect(read(content, format)).rejects.toThrow(reason);
  });

  it.each([false, true])(
    "end where the connection is lost, which says nothing against the file (packed: %s)",
    async (isPacked) => {
      const whole = Buffer.from('{"a":1}\n'.repeat(5_000));
      const begun = (isPacked ? gzipSync(whole) : whole).subarray(0, 30);
      const broken = Readable.from(
        (async function* () {
          yield begun;
          throw new Error("socket hang up");
        })(),
      );
      const options = { format: "ndjson" as const, maxBytes: 10_000, delimiter: ",", pattern: undefined };
      const reading = Array.fromAsync(readItems(broken, options));
      await expect(reading).rejects.toThrow("was not received to its end: socket hang up");
      await expect(reading).rejects.toThrow(TransientError);
    },
  );

  it("are read by the format that the key tells", () => {
    expect(["a.json", "a.ndjson.gz", "a.jsonl", "b/a.CSV", "a.tsv.gz", "a.log", "a"].map(formatOf)).toEqual([
      "json",
      "ndjson",
      "ndjson",
      "csv",
      "csv",
      "lines",
      "lines",
    ]);
  });
});
