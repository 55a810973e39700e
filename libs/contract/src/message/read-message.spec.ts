import { describe, expect, it } from "@jest/globals";
import { MAX_MESSAGE_RECORDS } from "../limits.js";
import { parseJson } from "../json/index.js";
import { readMessage } from "./read-message.js";

const resource = { kind: "resource", type: "Service", name: "orders" };

describe(readMessage.name, () => {
  it("reads a message, and does not judge its records", () => {
    const records = [resource, 1, null];
    expect(readMessage({ source: "orders-team/k8s", records, extra: 1 })).toEqual({
      source: "orders-team/k8s",
      records,
      isBare: false,
    });
    expect(readMessage({ records: [] })).toEqual({ source: "anonymous", records: [], isBare: false });
  });

  it("reads a bare record as a message of its own", () => {
    expect(readMessage(resource)).toEqual({ source: "anonymous", records: [resource], isBare: true });
    const withSource = { ...resource, source: "k8s" };
    expect(readMessage(withSource)).toEqual({ source: "k8s", records: [withSource], isBare: true });
    const unknownKind = { kind: null };
    expect(readMessage(unknownKind)).toMatchObject({ records: [unknownKind], isBare: true });
  });

  it("decides by the array of records, not by the kind", () => {
    expect(readMessage({ ...resource, records: [] })).toMatchObject({ records: [], isBare: false });
    expect(readMessage({ ...resource, records: {} })).toMatchObject({ isBare: true });
  });

  it.each([null, undefined])("takes a source %p for none", (source) => {
    expect(readMessage({ source, records: [] })).toMatchObject({ source: "anonymous" });
    expect(readMessage({ source, ...resource })).toMatchObject({ source: "anonymous" });
  });

  it.each(["", " ", "a b", "é", "a\n", "a".repeat(129), 1, {}, [], parseJson("1e400")])(
    "refuses a source %j",
    (source) => {
      const fault = {
        code: "MALFORMED_MESSAGE",
        faults: [{ path: "/source", detail: "must be 1 to 128 letters, digits or any of . _ : / -" }],
      };
      expect(readMessage({ source, records: [] })).toEqual({ fault });
      expect(readMessage({ ...resource, source })).toEqual({ fault });
    },
  );

  it("has a limit of records, and reports all that is wrong", () => {
    const records = Array.from({ length: MAX_MESSAGE_RECORDS }, () => resource);
    expect(readMessage({ records })).toMatchObject({ records });
    expect(readMessage({ source: "?", records: [...records, resource] }).fault).toEqual({
      code: "MALFORMED_MESSAGE",
      faults: [
        { path: "/source", detail: "must be 1 to 128 letters, digits or any of . _ : / -" },
        { path: "/records", detail: "must be an array of at most 10000 records" },
      ],
    });
  });

  it.each([null, undefined, 1, "x", [], [resource], {}, { records: 1 }, { source: "a" }, parseJson("1.50")])(
    "finds no message in %j",
    (parsed) => {
      expect(readMessage(parsed).fault).toMatchObject({ code: "MALFORMED_MESSAGE", faults: [{ path: "" }] });
    },
  );
});
