import { gzipSync } from "node:zlib";
import type { Rejection } from "@binnacle/client";
import { MAX_MESSAGE_BYTES, MAX_MESSAGE_RECORDS, REJECTION_CODES, type RejectionCode } from "@binnacle/contract";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { startPath, type StartedPath } from "./started-path.js";

interface Case {
  what: string;
  code: RejectionCode;
}

interface RecordCase extends Case {
  record: string;
  path: string;
}

interface MessageCase extends Case {
  text: string;
  contentEncoding?: string;
}

const reading = (value: string): string =>
  `{"kind":"reading","resource":{"type":"Thing","name":"refused"},"type":"Figures","value":${value}}`;
const listOf = (count: number, item: string): string => `[${Array.from({ length: count }, () => item).join(",")}]`;
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
const references = (count: number): string =>
  JSON.stringify(Array.from({ length: count }, (_, index) => ({ resourceType: "Thing", resourceName: `${index}` })));
const pointer = (bucket: string): string =>
  `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"${bucket}","s3Key":"nothing"}]`;

const RECORDS: RecordCase[] = [
  { what: "of a kind that nobody knows", record: '{"kind":"mystery"}', code: "UNKNOWN_KIND", path: "/kind" },
  { what: "that is no object", record: '"resource"', code: "UNKNOWN_KIND", path: "" },
  {
    what: "with an empty name",
    record: '{"kind":"resource","type":"Thing","name":""}',
    code: "INVALID_FIELD",
    path: "/name",
  },
  {
    what: "with a fault further down",
    record: '{"kind":"resource","type":"Thing","name":"a","parent":{"type":"1","name":"b"}}',
    code: "INVALID_FIELD",
    path: "/parent/type",
  },
  {
    what: "over 4 MiB as sent",
    record: reading(`"${"x".repeat(4 * 1024 * 1024)}"`),
    code: "VALUE_TOO_LARGE",
    path: "/value",
  },
  {
    what: "over 8 MiB as PostgreSQL prints it",
    record: reading(listOf(9_000, "1e999")),
    code: "VALUE_TOO_LARGE",
    path: "/value",
  },
  { what: "with 10,001 references", record: reading(references(10_001)), code: "VALUE_TOO_LARGE", path: "/value" },
  { what: "with U+0000", record: reading('{"a":["\\u0000"]}'), code: "VALUE_NOT_STORABLE", path: "/value/a/0" },
  { what: "with a lone surrogate", record: reading('{"a":"\\ud800"}'), code: "VALUE_NOT_STORABLE", path: "/value/a" },
  {
    what: "of 65 levels",
    record: reading(nested(65)),
    code: "VALUE_NOT_STORABLE",
    path: `/value${"/0".repeat(64)}`,
  },
  {
    what: "with a number of 1,001 digits",
    record: reading("[1e1000]"),
    code: "VALUE_NOT_STORABLE",
    path: "/value/0",
  },
  {
    what: "of the future",
    record: '{"kind":"removal","resource":{"type":"Thing","name":"a"},"removedOn":"9000-01-01T00:00:00Z"}',
    code: "CLOCK_AHEAD",
    path: "/removedOn",
  },
];

const MESSAGES: MessageCase[] = [
  { what: "that is no JSON", text: '{"records":', code: "MALFORMED_MESSAGE" },
  { what: "that is no message", text: '{"record":{}}', code: "MALFORMED_MESSAGE" },
  {
    what: "of 10,001 records",
    text: `{"records":${listOf(MAX_MESSAGE_RECORDS + 1, "1")}}`,
    code: "MALFORMED_MESSAGE",
  },
  { what: "with a source that breaks the rule", text: '{"source":"a b","records":[]}', code: "MALFORMED_MESSAGE" },
  { what: "that is no gzip", text: "bm8gZ3ppcA==", contentEncoding: "gzip", code: "MALFORMED_MESSAGE" },
  { what: "in an encoding of no meaning here", text: "Bg==", contentEncoding: "br", code: "MALFORMED_MESSAGE" },
  {
    what: "that is over 16 MiB decompressed",
    text: gzipSync(" ".repeat(MAX_MESSAGE_BYTES + 1)).toString("base64"),
    contentEncoding: "gzip",
    code: "MALFORMED_MESSAGE",
  },
  { what: "that points nowhere", text: pointer(""), code: "MALFORMED_MESSAGE" },
  { what: "that points to another bucket", text: pointer("other-bucket"), code: "PAYLOAD_MISSING" },
];

describe("What cannot be accepted, in real processes", () => {
  let path: StartedPath;

  beforeAll(async () => {
    path = await startPath();
  });
  afterAll(() => path.stop());

  const rejectionsOf = async (source: string): Promise<Rejection[]> => {
    const all = await Array.fromAsync(path.catalog.items("/rejections"));
    return all.filter((rejection) => rejection.source === source);
  };
  const namesOf = async (type: string): Promise<string[]> => {
    const { items } = await path.catalog.get("/resources", { params: { query: { type: [type] } } });
    return items.map(({ name }) => name);
  };

  it("has a case for every code", () => {
    const covered = new Set([...RECORDS, ...MESSAGES].map(({ code }) => code));
    expect([...covered].toSorted()).toEqual([...REJECTION_CODES].toSorted());
  });

  it.each(RECORDS)(
    "a record $what is $code, and its neighbours are stored",
    async ({ what, record, code, path: at }) => {
      const type = `Neighbour-${RECORDS.findIndex((each) => each.what === what)}`;
      const neighbour = (name: string): string => `{"kind":"resource","type":"${type}","name":"${name}"}`;
      const text = `{"source":"${type}","records":[${neighbour("after")},${record},${neighbour("before")}]}`;
      await path.publisher.publishMessage(text);
      await eventually(async () => {
        const truncated = record.length > 256 * 1024;
        expect(await rejectionsOf(type)).toEqual([
          expect.objectContaining({ code, path: at, count: 1, truncated, record: record.slice(0, 256 * 1024) }),
        ]);
      });
      expect(await namesOf(type)).toEqual(["after", "before"]);
    },
  );

  it.each(MESSAGES)("a message $what is $code as a whole", async ({ text, code, contentEncoding }) => {
    await path.publisher.publishMessage(text, {}, { contentEncoding });
    await eventually(async () => {
      expect(await rejectionsOf("anonymous")).toContainEqual(
        expect.objectContaining({ code, path: null, count: 1, truncated: false, record: text }),
      );
    });
  });

  it("an object that is not in the bucket is PAYLOAD_MISSING", async () => {
    const text = pointer(path.messaging.payloadBucket);
    await path.publisher.publishMessage(text);
    await eventually(async () => {
      expect(await rejectionsOf("anonymous")).toContainEqual(
        expect.objectContaining({ code: "PAYLOAD_MISSING", path: null, count: 1, record: text }),
      );
    });
  });

  it("is counted, and nothing of it comes again", async () => {
    await eventually(async () => {
      const metrics = await (await fetch(`${path.sink.url}/metrics`)).text();
      const count = (pattern: RegExp): number =>
        [...metrics.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0);
      expect(count(/^binnacle_sink_records_total\{.*outcome="rejected".*\} (\d+)$/gmu)).toBe(
        RECORDS.length + MESSAGES.length + 1,
      );
      expect(count(/^binnacle_queue_messages\{.*\} (\d+)$/gmu)).toBe(0);
    });
  });
});
