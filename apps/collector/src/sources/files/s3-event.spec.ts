import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { objectsOf } from "./s3-event.js";

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8");
const created = [
  { bucket: "acme-exports", key: "flags/spring sale (1).ndjson", versionId: "096fKKXTRTtl3on89fVO.nfljtsv6qko" },
];

describe("a message about objects", () => {
  it("names those that were created, their keys decoded", () => {
    expect(objectsOf(fixture("s3-object-created"))).toEqual(created);
  });

  it("may come by way of SNS, or from EventBridge, which does not encode keys", () => {
    const Message = fixture("s3-object-created");
    expect(objectsOf(JSON.stringify({ Type: "Notification", MessageId: "m", TopicArn: "t", Message }))).toEqual(
      created,
    );
    expect(objectsOf(fixture("eventbridge-object-created"))).toEqual([
      { bucket: "acme-exports", key: "flags/a+b.ndjson" },
    ]);
  });

  it("names none where it is S3's test, or tells of what is gone", () => {
    expect(objectsOf(fixture("s3-test-event"))).toEqual([]);
    const removed = fixture("s3-object-created").replace("ObjectCreated:Put", "ObjectRemoved:Delete");
    expect(objectsOf(removed)).toEqual([]);
  });

  it.each([
    "",
    "[]",
    "null",
    "7",
    "{}",
    '{"Records":{}}',
    '{"Records":[null]}',
    '{"Records":[{"eventSource":"aws:ses"}]}',
    '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put"}]}',
  ])("is none of S3: %s", (body) => {
    expect(() => objectsOf(body)).toThrow(/no event of S3|not JSON|names no object/);
  });
});
