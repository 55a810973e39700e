import { MAX_REJECTED_TEXT_BYTES } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import { rejectionOf, type Fault } from "./rejection.js";

const FAULT: Fault = { code: "INVALID_FIELD", detail: "is required", path: "/name" };
const ON = "2026-11-01T12:00:00.000000Z";
const received = (source: string, text: string, receivedOn = ON) => ({ source, text, receivedOn, sentOn: ON });

describe(rejectionOf.name, () => {
  it("has an id that depends on source, text and code alone", () => {
    const first = rejectionOf(FAULT, received("team", "{}"));
    expect(first.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(rejectionOf({ ...FAULT, detail: "other" }, received("team", "{}", "2027-01-01T00:00:00.000000Z")).id).toBe(
      first.id,
    );
    const others = [
      rejectionOf(FAULT, received("other", "{}")),
      rejectionOf(FAULT, received("team", "[]")),
      rejectionOf({ ...FAULT, code: "CLOCK_AHEAD" }, received("team", "{}")),
    ];
    expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(4);
  });

  it("cuts a long text at 256 KiB, never within a character", () => {
    const { record, truncated } = rejectionOf(FAULT, received("team", `a${"\u{1F6A2}".repeat(70_000)}`));
    expect(truncated).toBe(true);
    expect(Buffer.byteLength(record)).toBeLessThanOrEqual(MAX_REJECTED_TEXT_BYTES);
    expect(record.endsWith("\u{1F6A2}")).toBe(true);
    expect(rejectionOf(FAULT, received("team", "short"))).toMatchObject({ record: "short", truncated: false });
  });

  it("replaces what PostgreSQL's text cannot hold", () => {
    const fault: Fault = { ...FAULT, path: "/value/\0", detail: "\uD800" };
    expect(rejectionOf(fault, received("team", "a\0\uDFFF"))).toMatchObject({
      record: "a\uFFFD\uFFFD",
      path: "/value/\uFFFD",
      detail: "\uFFFD",
    });
  });
});
