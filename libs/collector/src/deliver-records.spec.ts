import { describe, expect, it } from "@jest/globals";
import { TransientError } from "@binnacle/errors";
import { deliverRecords } from "./deliver-records.js";
import type { Publisher } from "./publisher.js";
import { InMemoryPublisher } from "./publishers/in-memory-publisher.js";
import { resource } from "./record-builders.js";

describe(deliverRecords.name, () => {
  it("publishes what is valid under its source, stamped, and tells of what is not", async () => {
    const publisher = new InMemoryPublisher();
    const records = [resource("Service", "orders"), resource("Service", "")];
    const delivery = await deliverRecords(records, {
      publisher,
      source: "hooks",
      now: () => "2026-03-01T08:00:00Z" as never,
    });
    expect(delivery).toEqual({
      published: 1,
      refused: [expect.objectContaining({ code: "INVALID_FIELD", path: "/name" })],
    });
    expect(publisher.published).toEqual([
      { source: "hooks", record: { ...records[0], observedOn: "2026-03-01T08:00:00Z" } },
    ]);
  });

  it("fails when the publisher could not send one", async () => {
    const publisher = new InMemoryPublisher((record) =>
      record.kind === "resource" && record.name === "b" ? "no" : undefined,
    );
    const records = [resource("Service", "a"), resource("Service", "b")];
    const delivering = deliverRecords(records, { publisher, source: "hooks" });
    await expect(delivering).rejects.toThrow(TransientError);
    await expect(delivering).rejects.toThrow("1 records were not published: REFUSED no");
  });

  it("fails when the publisher takes too long to confirm", async () => {
    const publisher: Publisher = {
      open: () => ({ publish: async () => {}, flush: () => new Promise(() => {}) }),
      close: async () => {},
    };
    const delivering = deliverRecords([resource("Service", "a")], { publisher, source: "hooks", timeoutMs: 20 });
    await expect(delivering).rejects.toThrow(TransientError);
  });
});
