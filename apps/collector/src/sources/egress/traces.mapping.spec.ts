import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { decodeJson, decodeProtobuf, UnreadableTraces } from "./decode-traces.js";
import { mapTraces } from "./traces.mapping.js";

const KEYS = ["resourceSpans", "scopeSpans", "spans", "resource", "attributes", "key", "value", "stringValue", "kind"];

/** Documents that look like traces, and are not quite. */
const almostTraces = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom<unknown>(null, 3, "server.address", "db.system", "", true, { toString: 1 }),
    fc.array(tie("node"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("node"), { maxKeys: 4 }),
  ),
})).node;

/** Whatever is sent is either traces, or refused as none. */
function isAnswered(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableTraces);
  }
}

describe("what somebody sends as traces", () => {
  it("is read or refused, whatever JSON it is", () => {
    fc.assert(
      fc.property(almostTraces, (content) =>
        isAnswered(() => mapTraces(decodeJson(Buffer.from(JSON.stringify({ resourceSpans: content }))))),
      ),
      { numRuns: 1_000 },
    );
  });

  it("is read or refused, whatever bytes it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => isAnswered(() => mapTraces(decodeProtobuf(bytes)))),
      { numRuns: 1_000 },
    );
  });
});
