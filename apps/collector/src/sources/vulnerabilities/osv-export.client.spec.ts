import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readOsvExport } from "./osv-export.client.js";
import { zipEntries } from "./zip-archive.js";

const EXPORT = join(import.meta.dirname, "fixtures/export");
const ZIP = join(EXPORT, "PyPI/all.zip");
const { signal } = new AbortController();

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "osv-export-"));
});
afterAll(() => rm(scratch, { recursive: true }));

describe("readOsvExport", () => {
  it("reads records and archives at any depth of a folder, and keeps what is about the packages asked for", async () => {
    const wanted = new Set(["pkg:npm/lodash", "pkg:pypi/jinja2", "pkg:npm/other"]);
    const { recordsOf, ecosystems, unreadable } = await readOsvExport(EXPORT, wanted, signal);
    expect([...ecosystems].toSorted()).toEqual(["Go", "Maven", "PyPI", "crates.io", "npm"]);
    expect(unreadable).toEqual([]);
    const ids = [...recordsOf].map(([key, records]) => [key, records.map(({ id }) => id)]);
    expect(Object.fromEntries(ids)).toEqual({
      "pkg:npm/lodash": ["GHSA-0000-with-draw", "GHSA-35jh-r3h4-6jhm"],
      "pkg:pypi/jinja2": ["PYSEC-2021-66"],
    });
  });

  it("reads an archive alone, with deflated and stored records", async () => {
    const { recordsOf } = await readOsvExport(ZIP, new Set(["pkg:pypi/jinja2", "pkg:pypi/flask-example"]), signal);
    expect([...recordsOf.keys()].toSorted()).toEqual(["pkg:pypi/flask-example", "pkg:pypi/jinja2"]);
    expect(recordsOf.get("pkg:pypi/jinja2")?.[0]?.summary).toBe(
      "The urlize filter of jinja2 before 2.11.3 takes long on chosen text.",
    );
  });

  it("names files that are no records, and reads their neighbours", async () => {
    const folder = join(scratch, "spoilt");
    await cp(join(EXPORT, "Go"), folder, { recursive: true });
    await writeFile(join(folder, "half.json"), '{"id": "GO-1", "affe');
    await writeFile(join(folder, "other.json"), "{}");
    await writeFile(join(folder, "README.md"), "of no concern");
    const { recordsOf, unreadable } = await readOsvExport(folder, new Set(["pkg:golang/golang.org/x/text"]), signal);
    expect(recordsOf.get("pkg:golang/golang.org/x/text")).toHaveLength(2);
    expect(unreadable).toEqual([
      expect.stringMatching(/half\.json: /),
      expect.stringMatching(/other\.json: it has no id/),
    ]);
  });

  it("says what is wrong with an export that cannot be read, and takes a cut-off archive for none", async () => {
    const bytes = await readFile(ZIP);
    const write = async (name: string, content: string | Uint8Array): Promise<string> => {
      await writeFile(join(scratch, name), content);
      return join(scratch, name);
    };
    await mkdir(join(scratch, "empty"));
    const read = (path: string): Promise<unknown> => readOsvExport(path, new Set(), signal);
    await expect(read(join(scratch, "nowhere"))).rejects.toThrow(/nowhere: there is no such file or folder/);
    await expect(read(join(scratch, "empty"))).rejects.toThrow(/empty: it holds no OSV record/);
    await expect(read(await write("cut.zip", bytes.subarray(0, bytes.length - 30)))).rejects.toThrow(
      /cut\.zip: .*cut off/,
    );
    await expect(read(await write("text.zip", "not an archive"))).rejects.toThrow(/text\.zip: it is no zip archive/);
    await expect(read(await write("headless.zip", bytes.subarray(100)))).rejects.toThrow(
      /headless\.zip: its directory is broken/,
    );
  });

  it("finds records whose data is broken, and ends when the run does", async () => {
    const bytes = Buffer.from(await readFile(ZIP));
    bytes.fill(0xff, 60, 160);
    const path = join(scratch, "broken.zip");
    await writeFile(path, bytes);
    const { unreadable } = await readOsvExport(path, new Set(), signal);
    expect(unreadable).toEqual([expect.stringContaining("PYSEC-2021-66.json: its data is broken")]);
    await expect(readOsvExport(EXPORT, new Set(), AbortSignal.abort(new Error("over")))).rejects.toThrow("over");
  });
});

/** An archive of deflated entries, each with an extra field in its local header that its entry of the directory has not. */
function archive(entries: Record<string, string>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const data = deflateRawSync(content);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(content), 0);
    sizes.writeUInt32LE(data.length, 4);
    sizes.writeUInt32LE(Buffer.byteLength(content), 8);
    const local = Buffer.concat([
      Buffer.from("504b030414000000080000000000", "hex"),
      sizes,
      Buffer.from([name.length, 0, 8, 0]),
    ]);
    const file = Buffer.concat([local, Buffer.from(name), Buffer.from([0xfe, 0xca, 4, 0, 1, 2, 3, 4]), data]);
    const place = Buffer.alloc(18);
    place.writeUInt16LE(name.length, 0);
    place.writeUInt32LE(offset, 14);
    directory.push(Buffer.from("504b01021400140000000800", "hex"), Buffer.alloc(4), sizes, place, Buffer.from(name));
    files.push(file);
    offset += file.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

it("reads entries of any size from an archive", async () => {
  const path = join(scratch, "sizes.zip");
  // Digits that do not repeat compress to about half.
  const digits = Array.from({ length: 40_000 }, (_, index) => (index * 2_654_435_761) % 4_294_967_296).join("");
  const entries = {
    "small.json": '{"id": "A"}',
    "large.json": digits,
    "even.json": "0".repeat(200_000),
    "empty.json": "",
  };
  await writeFile(path, archive(entries));
  const read: Record<string, string> = {};
  for await (const entry of zipEntries(path)) read[entry.name] = (await entry.read(1_000_000)).toString();
  expect(read).toEqual(entries);
});

it("refuses entries of an archive that are larger than asked for", async () => {
  for await (const entry of zipEntries(ZIP)) await expect(entry.read(10)).rejects.toThrow(/larger than 10 bytes/);
});
