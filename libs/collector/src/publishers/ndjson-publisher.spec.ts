import { describe, expect, it } from "@jest/globals";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { reading, resource } from "../record-builders.js";
import { NdjsonPublisher } from "./ndjson-publisher.js";

describe(NdjsonPublisher.name, () => {
  it("prints one record a line, and waits for a slow reader", async () => {
    const output = new PassThrough({ highWaterMark: 16 });
    const session = new NdjsonPublisher(output).open();
    const printed = text(output);
    const records = [resource("Service", "line\u2028break"), reading(resource("Service", "a"), "Text", "a\nb")];
    for (const record of records) await session.publish(record);
    const report = await session.flush();
    output.end();
    const lines = (await printed).split("\n");
    expect(lines.slice(0, 2).map((line) => JSON.parse(line))).toEqual(records);
    expect(lines.slice(2)).toEqual([""]);
    expect(report).toEqual({ published: 2, messages: 0, bytes: Buffer.byteLength(await printed), failed: [] });
  });
});
