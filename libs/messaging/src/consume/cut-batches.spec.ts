import { describe, expect, it } from "@jest/globals";
import { cutBatches } from "./cut-batches.js";
import type { ReceivedMessage } from "./received-message.js";

const message = (id: number, receiveCount = 1, body = "{}"): ReceivedMessage => ({
  id: String(id),
  body,
  attributes: {},
  receivedOn: undefined,
  receiveCount,
  receiptHandle: "",
});
const idsOf = (messages: readonly ReceivedMessage[]): string[][] =>
  [...cutBatches(messages)].map((batch) => batch.map(({ id }) => id));

describe(cutBatches.name, () => {
  it("keeps those together that fit, in their order", () => {
    expect(idsOf([])).toEqual([]);
    expect(idsOf([message(1), message(2, 2), message(3)])).toEqual([["1", "3", "2"]]);
    const many = Array.from({ length: 250 }, (_, index) => message(index));
    expect(idsOf(many).map(({ length }) => length)).toEqual([100, 100, 50]);
    const large = [1, 2, 3].map((id) => message(id, 1, "x".repeat(1024 * 1024)));
    expect(idsOf(large)).toEqual([["1", "2"], ["3"]]);
  });

  it("puts those that failed twice last, each alone", () => {
    expect(idsOf([message(1, 9), message(2), message(3, 3), message(4, 2)])).toEqual([["2", "4"], ["3"], ["1"]]);
  });
});
