import { openMessage, type JudgedRecord, type OpenableMessage, type OpenedMessage } from "@binnacle/ingest";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { MessageOpener } from "./message-opener.js";

const ON = "2026-11-01T00:00:00.000000Z";
const reading = (name: string, value: string): string =>
  `{"kind":"reading","resource":{"type":"Service","name":"${name}"},"type":"T","value":${value}}`;
const message = (...records: string[]): OpenableMessage => ({
  text: `{"source":"team","records":[${records.join(",")}]}`,
  sentOn: ON,
  receivedOn: ON,
});
const LARGE = `"${"x".repeat(700_000)}"`;

describe(MessageOpener.name, () => {
  let opener: MessageOpener;
  beforeEach(() => {
    // A thread needs the file as it is built.
    opener = new MessageOpener(new URL("../../dist/opening/opening-thread.js", import.meta.url));
  });
  afterEach(() => opener.close());

  async function all(opened: OpenedMessage): Promise<JudgedRecord[]> {
    const records: JudgedRecord[] = [];
    for (let next = await opened.next(); !next.done; next = await opened.next()) records.push(next.value);
    return records;
  }

  it("gives of a large message what would be given here, in its order, faults and digits included", async () => {
    const large = message(
      reading("a", LARGE),
      reading("b", "12345678901234567890"),
      '{"kind":"mystery"}',
      reading("c", '"\\u0000"'),
      reading("d", LARGE),
      reading("e", LARGE),
    );
    const here = [...openMessage(large)];
    expect(here).toHaveLength(6);
    expect(await all(opener.open(large))).toEqual(here);
  });

  it("opens a small message here, without any thread", () => {
    const small = message(reading("a", "1"));
    expect(opener.open(small).next()).toEqual(openMessage(small).next());
  });

  it("tells of a message that cannot be read, and of the rejection that a redrive settles", async () => {
    const broken = { ...message(), text: `{"records":[${LARGE}` };
    expect(await all(opener.open(broken))).toMatchObject([{ fault: { code: "MALFORMED_MESSAGE", path: null } }]);
  });

  it("goes on to the next message when one was left half read", async () => {
    const left = opener.open(message(reading("a", LARGE), reading("b", LARGE), reading("c", LARGE)));
    await left.next();
    await left.return?.();
    const other = message(reading("d", LARGE));
    expect(await all(opener.open(other))).toEqual([...openMessage(other)]);
  });

  it("opens two messages that are read side by side, each in its order", async () => {
    const messages = ["a", "b"].map((name) => message(reading(name, LARGE), reading(name, "1"), reading(name, LARGE)));
    const opened = await Promise.all(messages.map((each) => all(opener.open(each))));
    expect(opened).toEqual(messages.map((each) => [...openMessage(each)]));
  });

  it("raises what its thread dies of", async () => {
    const lost = new MessageOpener(new URL("no-such-thread.js", import.meta.url));
    await expect(all(lost.open(message(reading("a", LARGE))))).rejects.toThrow("no-such-thread");
  });
});
