import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { startApp } from "./started-app.js";
import { startPath, type StartedPath } from "./started-path.js";

const service = (name: string) => ({ kind: "resource", type: "Service", name });

describe("receipts over the whole path", () => {
  let path: StartedPath;
  beforeAll(async () => {
    path = await startPath();
  });
  afterAll(() => path?.stop());

  const api = (suffix: string, init?: RequestInit) => fetch(`${path.provider.url}/api/v1${suffix}`, init);

  async function post(body: string, type = "application/json", query = ""): Promise<any> {
    const response = await api(`/records${query}`, { method: "POST", headers: { "content-type": type }, body });
    expect(response.status).toBe(202);
    return response.json();
  }

  async function receipt(id: string): Promise<any> {
    const response = await api(`/receipts/${id}`);
    expect(response.status).toBe(200);
    return response.json();
  }

  const settled = (id: string) =>
    eventually(async () => {
      const { items } = await receipt(id);
      expect(items.filter(({ outcome }: any) => outcome === "pending")).toEqual([]);
      return items as { index: number; outcome: string; code?: string }[];
    });

  it("tell by the index of the request what became of what was accepted, line by line and source by source", async () => {
    const lines = [
      service("orders"),
      "",
      { ...service("billing"), source: "team/b" },
      { kind: "mystery" },
      service("orders"),
      { ...service("billing"), source: "team/b" },
    ].map((line) => (line === "" ? "" : JSON.stringify(line)));
    const { receiptId, accepted } = await post(lines.join("\n"), "application/x-ndjson", "?source=team/a");
    expect(accepted).toBe(4);
    expect((await settled(receiptId)).map(({ index, outcome }) => [index, outcome])).toEqual([
      [0, "created"],
      [2, "created"],
      [4, "unchanged"],
      [5, "unchanged"],
    ]);
    expect(await receipt(receiptId)).toMatchObject({ id: receiptId });
  });

  it("put together what travelled in several messages", async () => {
    const records = Array.from({ length: 1_203 }, (_, index) => (index === 600 ? 7 : service(`split ${index}`)));
    const { receiptId, accepted } = await post(JSON.stringify({ records }));
    expect(accepted).toBe(1_202);
    const items = await settled(receiptId);
    expect(items.map(({ index }) => index)).toEqual(records.flatMap((record, index) => (record === 7 ? [] : [index])));
    expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(["created"]));
    const again = await settled((await post(JSON.stringify({ records }))).receiptId);
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(["unchanged"]));
    expect(new Set((await settled(receiptId)).map(({ outcome }) => outcome))).toEqual(new Set(["created"]));
  });

  it("are pending while no sink runs, and known to every provider", async () => {
    await path.sink.stop();
    const { receiptId } = await post(JSON.stringify({ records: [service("waiting")] }));
    expect((await receipt(receiptId)).items).toEqual([{ index: 0, outcome: "pending" }]);
    const environment = {
      AWS_REGION: path.messaging.region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: path.messaging.endpoint,
      DATABASE_URL: path.database.url,
      BINNACLE_TOPIC_ARN: path.messaging.topicArn,
      BINNACLE_QUEUE_URL: path.messaging.queueUrl,
    };
    const started = await Promise.all([
      startApp("sink", environment),
      startApp("provider", environment),
      startApp("provider", { ...environment, BINNACLE_RECEIPT_KEY: "a key of at least thirty-two characters" }),
    ]);
    try {
      expect(await settled(receiptId)).toEqual([{ index: 0, outcome: "created" }]);
      const statuses = await Promise.all(
        started.slice(1).map(async ({ url }) => (await fetch(`${url}/api/v1/receipts/${receiptId}`)).status),
      );
      expect(statuses).toEqual([200, 404]);
    } finally {
      await Promise.all(started.map((app) => app.stop()));
    }
  });

  it("are not found where they were not made out, and have nothing to tell of requests without records", async () => {
    const { receiptId } = await post('{"records":[]}');
    expect((await receipt(receiptId)).items).toEqual([]);
    for (const id of ["9f0c2a7e-5b1d-4e61-8f0b-6c9d2a4e7b10", `${receiptId}A`, `B${receiptId.slice(1)}`, "%00"]) {
      const response = await api(`/receipts/${id}`);
      expect([id, response.status]).toEqual([id, 404]);
      expect(await response.json()).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("come with sources: who publishes, page by page", async () => {
    const first = (await (await api("/sources?limit=1")).json()) as any;
    expect(first.items).toMatchObject([{ name: "anonymous", rejections: 0, lastRun: null }]);
    expect(first.items[0].records).toBeGreaterThanOrEqual(2_404);
    const { items, nextCursor } = (await (await api(`/sources?cursor=${first.nextCursor}`)).json()) as any;
    expect(items.map(({ name, records }: any) => [name, records])).toEqual([
      ["team/a", 2],
      ["team/b", 2],
    ]);
    expect(nextCursor).toBeNull();
  });
});
