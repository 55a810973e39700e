import { createHmac } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, type Publisher } from "@binnacle/collector";
import { Metrics } from "@binnacle/platform";
import { ReceiverMetrics } from "../../receiving/receiver-metrics.js";
import { Receivers } from "../../receiving/receivers.js";
import { AlertmanagerOptions, IncidentsOptions, OpsgenieOptions, PagerDutyOptions } from "./incidents.options.js";
import { IncidentsReceiver } from "./incidents.receiver.js";

const firing = readFileSync(new URL("fixtures/alertmanager-firing.json", import.meta.url));
const escalated = readFileSync(new URL("fixtures/pagerduty-escalated.json", import.meta.url));
const ping = readFileSync(new URL("fixtures/pagerduty-ping.json", import.meta.url));
const acknowledged = readFileSync(new URL("fixtures/opsgenie-acknowledge.json", import.meta.url));
const bearer = { authorization: "Bearer am-token" };

let receivers: Receivers;
let metrics: Metrics;
let lines: { fields: Record<string, unknown>; message: string }[];
let environmentBefore: NodeJS.ProcessEnv;

beforeEach(() => {
  environmentBefore = { ...process.env };
  Object.assign(process.env, { AM_TOKEN: "am-token", PD_OLD: "pd-old", PD_NEW: "pd-new", OG_TOKEN: "og-token" });
});
afterEach(async () => {
  process.env = environmentBefore;
  await receivers.beforeApplicationShutdown();
});

describe(IncidentsReceiver.name, () => {
  it("publishes at once what Alertmanager tells, and thanks for it", async () => {
    const publisher = new InMemoryPublisher();
    const origin = await start(publisher);
    const response = await post(origin, "/alertmanager", gzipSync(firing), { ...bearer, "content-encoding": "gzip" });
    expect(response.status).toBe(200);
    expect(
      publisher.published.map(({ source, record }) => [source, record.kind === "reading" && record.resource.name]),
    ).toEqual([
      ["hooks", "payments"],
      ["hooks", "orders/production"],
    ]);
    await post(origin, "/alertmanager", firing, bearer);
    expect(publisher.records.slice(2)).toEqual(publisher.records.slice(0, 2));
    expect(await metrics.text()).toMatch(
      /binnacle_collector_received_total\{source="hooks",outcome="published"[^}]*\} 2/,
    );
  });

  it("thanks for nothing that is not published, and so is sent it again", async () => {
    let isDown = true;
    const publisher = new InMemoryPublisher(() => (isDown ? "the topic is gone" : undefined));
    const origin = await start(publisher);
    const refused = await post(origin, "/alertmanager", firing, bearer);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    isDown = false;
    expect((await post(origin, "/alertmanager", firing, bearer)).status).toBe(200);
    expect(publisher.records).toHaveLength(2);
    expect(await metrics.text()).toMatch(/outcome="failed"[^}]*\} 1/);
  });

  it("keeps what belongs nowhere on the fallback, says so, and counts it", async () => {
    const publisher = new InMemoryPublisher();
    const origin = await start(publisher, { services: [] });
    expect((await post(origin, "/pagerduty", escalated, signed(escalated, "pd-new"))).status).toBe(200);
    expect(publisher.records).toMatchObject([
      { resource: { type: "Collector", name: "hooks" }, value: { title: "Orders are slow" } },
    ]);
    expect(lines).toContainEqual({
      fields: expect.objectContaining({
        source: "hooks",
        id: "Q2VLX8N4T0KD5S",
        fields: { serviceId: "PORDERS1", service: "Order intake" },
      }),
      message: "nothing says where an incident belongs",
    });
    expect(await metrics.text()).toMatch(/binnacle_collector_unassigned_total\{source="hooks"[^}]*\} 1/);
  });

  it("takes a signature by any of PagerDuty's secrets, and refuses every other", async () => {
    const publisher = new InMemoryPublisher();
    const origin = await start(publisher);
    const both = {
      "x-pagerduty-signature": `v1=${"0".repeat(64)}, ${signed(escalated, "pd-old")["x-pagerduty-signature"]}`,
    };
    expect((await post(origin, "/pagerduty", escalated, both)).status).toBe(200);
    expect((await post(origin, "/pagerduty", ping, signed(ping, "pd-new"))).status).toBe(200);
    expect(publisher.records).toHaveLength(1);
    const bad = [{}, signed(escalated, "guess"), signed(ping, "pd-new"), { "x-pagerduty-signature": "" }];
    for (const headers of bad) expect((await post(origin, "/pagerduty", escalated, headers)).status).toBe(401);
    expect(publisher.records).toHaveLength(1);
    expect(await metrics.text()).toMatch(/outcome="refused"[^}]*\} 4/);
  });

  it.each([
    {},
    { authorization: "Bearer " },
    { authorization: "Bearer am-tokem" },
    { authorization: "Basic am-token" },
  ])("refuses a sender that shows %j instead of its token", async (headers) => {
    const publisher = new InMemoryPublisher();
    const origin = await start(publisher);
    expect((await post(origin, "/alertmanager", firing, headers)).status).toBe(401);
    expect(publisher.records).toEqual([]);
  });

  it("takes Opsgenie's actions with their token", async () => {
    const publisher = new InMemoryPublisher();
    const origin = await start(publisher);
    expect((await post(origin, "/opsgenie", acknowledged, { authorization: "Bearer og-token" })).status).toBe(200);
    expect(publisher.records).toMatchObject([
      { resource: { name: "payments/staging" }, collectedOn: "2026-03-01T08:05:01.104000Z" },
    ]);
  });

  it("refuses what is too large, also once inflated, not as documented, or elsewhere", async () => {
    const origin = await start(new InMemoryPublisher());
    const bomb = gzipSync(Buffer.alloc(4_000_000));
    const status = async (path: string, body: Buffer, headers: object = {}) =>
      (await post(origin, path, body, { ...bearer, ...headers })).status;
    expect(await status("/alertmanager", Buffer.alloc(2_100_000, " "))).toBe(413);
    expect(await status("/alertmanager", bomb, { "content-encoding": "gzip" })).toBe(413);
    expect(await status("/alertmanager", firing, { "content-encoding": "gzip" })).toBe(400);
    expect(await status("/alertmanager", firing, { "content-encoding": "br" })).toBe(415);
    expect(await status("/alertmanager", Buffer.from("{}"))).toBe(400);
    expect(await status("/elsewhere", firing)).toBe(404);
    expect(await status("/alertmanager", firing, { origin: "https://evil.example" })).toBe(403);
    expect((await fetch(`${origin}/alertmanager`)).status).toBe(405);
    expect(lines.map(({ message }) => message)).toEqual(["listening", "a request is not as documented"]);
  });

  it("takes no more requests at a time than it is told", async () => {
    const { publisher, release } = heldPublisher();
    const origin = await start(publisher, { maxConcurrent: 2 });
    const going = [1, 2].map(() => post(origin, "/alertmanager", firing, bearer));
    await publisher.isHolding(2);
    expect((await post(origin, "/alertmanager", firing, bearer)).status).toBe(503);
    release();
    expect((await Promise.all(going)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await metrics.text()).toMatch(/outcome="failed"[^}]*\} 1/);
  });

  it("answers what it has begun before it stops, and takes in nothing more", async () => {
    const { publisher, release } = heldPublisher();
    const origin = await start(publisher);
    const going = post(origin, "/alertmanager", firing, bearer);
    await publisher.isHolding(1);
    const stopped = receivers.beforeApplicationShutdown();
    const { port } = new URL(origin);
    await expect(
      new Promise((resolve, reject) =>
        connect(Number(port), "127.0.0.1", () => resolve("connected")).once("error", reject),
      ),
    ).rejects.toThrow("ECONNREFUSED");
    release();
    expect((await going).status).toBe(200);
    await stopped;
  });

  it("does not start without a sender's secret where others can reach it, nor with a variable that is not set", () => {
    const withSender = (options: Partial<IncidentsOptions>) =>
      new IncidentsReceiver(Object.assign(new IncidentsOptions(), options));
    expect(() => withSender({ host: "0.0.0.0", alertmanager: new AlertmanagerOptions() })).toThrow(
      "alertmanager.tokenFrom must be set where others than this machine can reach 0.0.0.0",
    );
    const pagerduty = Object.assign(new PagerDutyOptions(), { secretsFrom: ["PD_NEW", "PD_GONE"] });
    expect(() => withSender({ pagerduty })).toThrow(
      "pagerduty.secretsFrom names the environment variable PD_GONE, which is not set",
    );
    expect(() => withSender({})).toThrow("name alertmanager, pagerduty or opsgenie");
  });

  it("says which source cannot listen where it is told to", async () => {
    const origin = await start(new InMemoryPublisher());
    const second = new Receivers({
      publisher: new InMemoryPublisher(),
      logger: quiet(),
      metrics: new ReceiverMetrics(new Metrics("b")),
    });
    const { port } = new URL(origin);
    const receiver = new IncidentsReceiver(optionsWith({ port: Number(port) }));
    await expect(second.start([{ name: "b", where: "binnacle.yaml: sources[1]", receiver }])).rejects.toThrow(
      `binnacle.yaml: sources[1]: cannot listen on 127.0.0.1 port ${port} (EADDRINUSE)`,
    );
    await second.beforeApplicationShutdown();
  });
});

function optionsWith(options: Partial<IncidentsOptions>): IncidentsOptions {
  return Object.assign(new IncidentsOptions(), {
    port: 0,
    services: [{ name: "PORDERS1", service: "orders", environment: "production" }],
    alertmanager: Object.assign(new AlertmanagerOptions(), { tokenFrom: "AM_TOKEN" }),
    pagerduty: Object.assign(new PagerDutyOptions(), { secretsFrom: ["PD_OLD", "PD_NEW"] }),
    opsgenie: Object.assign(new OpsgenieOptions(), { tokenFrom: "OG_TOKEN" }),
    ...options,
  });
}

/** Starts the receiver as the process does, and returns where it listens. */
async function start(publisher: Publisher, options: Partial<IncidentsOptions> = {}): Promise<string> {
  metrics = new Metrics("collector");
  lines = [];
  receivers = new Receivers({ publisher, logger: quiet(), metrics: new ReceiverMetrics(metrics) });
  await receivers.start([
    { name: "hooks", where: "sources[0]", receiver: new IncidentsReceiver(optionsWith(options)) },
  ]);
  return lines[0]!.fields["url"] as string;
}

function quiet() {
  const note = (fields: object, message: string) =>
    void lines.push({ fields: fields as Record<string, unknown>, message });
  return { debug: note, info: note, warn: note, error: note };
}

function post(origin: string, path: string, body: Buffer, headers: object = {}): Promise<Response> {
  return fetch(origin + path, { method: "POST", body: new Uint8Array(body), headers: { ...headers } });
}

function signed(body: Buffer, secret: string) {
  return { "x-pagerduty-signature": `v1=${createHmac("sha256", secret).update(body).digest("hex")}` };
}

/** Confirms nothing until it is released. */
function heldPublisher() {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const held = new EventEmitter();
  const publisher = {
    holding: 0,
    open: () => ({
      publish: async () => {},
      flush: async () => {
        publisher.holding++;
        held.emit("held");
        await released;
        return { published: 2, messages: 1, bytes: 1, failed: [] };
      },
    }),
    close: async () => {},
    isHolding: async (count: number) => {
      while (publisher.holding < count) await once(held, "held");
    },
  };
  return { publisher, release };
}
