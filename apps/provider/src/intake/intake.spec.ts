import { InMemoryPublisher } from "@binnacle/collector";
import { TransientError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { Intake } from "./intake.js";
import { readMessageBody } from "./read-message-body.js";

const RECEIPTS = { draft: async () => ({ id: "9f0c2a7e-5b1d-4e61-8f0b-6c9d2a4e7b10", sign: String }) };
const NOW = "2026-06-01T12:00:00.123456Z";
const OWN = "2026-05-01T00:00:00.000000Z";
const resource = (name: string, more: object = {}) => ({ kind: "resource", type: "Service", name, ...more });
const submission = (...records: object[]) => readMessageBody(JSON.stringify({ source: "team", records }));

describe(Intake.name, () => {
  it("writes the time of the request into every record that states none", async () => {
    const publisher = new InMemoryPublisher();
    await new Intake(publisher, RECEIPTS, () => NOW).accept(
      submission(
        resource("a"),
        resource("b", { observedOn: OWN }),
        { kind: "reading", resource: { type: "Service", name: "a" }, type: "A", value: 1 },
        { kind: "removal", resource: { type: "Service", name: "c" } },
      ),
    );
    expect(publisher.published.map(({ source }) => source)).toEqual(["team", "team", "team", "team"]);
    expect(publisher.records).toMatchObject([
      { observedOn: NOW },
      { observedOn: OWN },
      { collectedOn: NOW },
      { removedOn: NOW },
    ]);
  });

  it("refuses times that lie more than 5 minutes ahead of its clock, to the microsecond", async () => {
    const publisher = new InMemoryPublisher();
    const answer = await new Intake(publisher, RECEIPTS, () => NOW).accept(
      submission(
        resource("at the limit", { observedOn: "2026-06-01T12:05:00.123456Z" }),
        resource("beyond", { observedOn: "2026-06-01T12:05:00.123457Z" }),
      ),
    );
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "CLOCK_AHEAD" }] });
    expect(publisher.records).toMatchObject([{ name: "at the limit" }]);
  });

  it("promises nothing if one record of many could not be published", async () => {
    const publisher = new InMemoryPublisher((record) => (record.kind === "removal" ? "no way" : undefined));
    const removal = { kind: "removal", resource: { type: "Service", name: "c" } };
    const accepting = new Intake(publisher, RECEIPTS).accept(submission(resource("a"), removal));
    await expect(accepting).rejects.toThrow(TransientError);
  });
});
