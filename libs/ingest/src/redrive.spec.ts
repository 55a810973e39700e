import { describe, expect, it } from "@jest/globals";
import { openMessage } from "./open-message.js";
import { printRedrive, REDRIVE_ATTRIBUTE, type RedrivableRejection } from "./redrive.js";
import { rejectionOf, type Rejection } from "./rejection.js";

const RECEIVED_ON = "2026-11-02T12:00:00.000000Z";
const SENT_ON = "2026-11-01T12:00:00.000000Z";

/** What opening a message rejects, and as it is kept. */
function rejectionsOf(text: string): Rejection[] {
  return [...openMessage({ text, sentOn: SENT_ON, receivedOn: RECEIVED_ON })].flatMap((judged) =>
    judged.fault ? [rejectionOf(judged.fault, judged)] : [],
  );
}

function kept({ contentEncoding = undefined, ...rejection }: Rejection): RedrivableRejection {
  return { ...rejection, contentEncoding: contentEncoding ?? null };
}

describe(printRedrive.name, () => {
  const record = '{ "kind":"reading", "resource":{"type":"A","name":"a"}, "type":"?", "value":1e2 }';

  it.each([
    { source: "team/a", message: `{"records":[ ${record} ],"source":"team/a"}` },
    { source: "anonymous", message: `{"records":[${record},{"kind":"removal","resource":{"type":"A","name":"b"}}]}` },
    { source: "team/a", message: `${record.slice(0, -1)}, "source":"team/a"}` },
  ])(
    "publishes a record as it was received, so that the repeat is the same rejection: $message",
    ({ source, message }) => {
      const [rejection] = rejectionsOf(message) as [Rejection];
      const { text, attributes } = printRedrive(kept(rejection));
      expect(text).toContain(rejection.record);
      expect(attributes).toEqual({ sentOn: SENT_ON, [REDRIVE_ATTRIBUTE]: rejection.id });
      expect(rejectionsOf(text)).toEqual([{ ...rejection, source }]);
    },
  );

  it("publishes a whole message as its text", () => {
    const [rejection] = rejectionsOf('{"source":"a b","records":[]}') as [Rejection];
    expect(printRedrive(kept(rejection))).toMatchObject({
      text: '{"source":"a b","records":[]}',
      contentEncoding: null,
    });
  });

  it.each([
    ["too long to be kept whole", `{"kind":"resource","type":"A","name":"${"a".repeat(300_000)}"}`],
    ["nothing that PostgreSQL can hold", "{\0"],
  ])("refuses a text that is %s", (_, text) => {
    const [rejection] = rejectionsOf(text) as [Rejection];
    expect(() => printRedrive(kept(rejection))).toThrow(`The record of rejection ${rejection.id} was not kept whole`);
  });
});

describe("A message that names a rejection", () => {
  const open = (text: string, rejectionId: string, body = text) => {
    const message = { text, sentOn: SENT_ON, receivedOn: RECEIVED_ON, redrive: { rejectionId, body } };
    const opened = openMessage(message);
    const judged = [];
    let next = opened.next();
    for (; !next.done; next = opened.next()) judged.push(next.value);
    return { byRecord: judged.map(({ settles }) => settles), byMessage: next.value };
  };
  const fault = { code: "INVALID_FIELD", detail: "", path: "" } as const;
  const received = { source: "s", receivedOn: RECEIVED_ON, sentOn: SENT_ON };
  const a = '{"kind":"removal","resource":{"type":"A","name":"a"}}';
  const b = '{"kind":"removal","resource":{"type":"A","name":"b"}}';
  const both = `{"source":"s","records":[${a},${b}]}`;

  it("settles it with the record that it speaks of, and with no other", () => {
    const { id } = rejectionOf(fault, { ...received, text: b });
    expect(open(both, id)).toEqual({ byRecord: [undefined, id], byMessage: undefined });
    expect(open(`{"source":"other","records":[${b}]}`, id)).toEqual({ byRecord: [undefined], byMessage: undefined });
  });

  it("settles that of a whole message once it can be read, by its text or by the body that was fetched", () => {
    const whole = { ...fault, code: "PAYLOAD_MISSING", path: null } as const;
    const ofPointer = rejectionOf(whole, { ...received, source: "anonymous", text: "pointer" });
    expect(open(both, ofPointer.id, "pointer").byMessage).toBe(ofPointer.id);
    expect(open(both, ofPointer.id, "other").byMessage).toBeUndefined();
    const ofText = rejectionOf(
      { ...whole, code: "MALFORMED_MESSAGE" },
      { ...received, source: "anonymous", text: both },
    );
    expect(open(both, ofText.id, "compressed").byMessage).toBe(ofText.id);
    const ofBroken = rejectionOf(whole, { ...received, source: "anonymous", text: "{" });
    expect(open("{", ofBroken.id).byMessage).toBeUndefined();
  });
});
