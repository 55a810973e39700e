import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import { validateConfiguration } from "@binnacle/platform";
import { RecordTemplate } from "../../mapping/record-template.options.js";
import { type Answering, SourceServer } from "../../testing/source-server.js";
import { WebCollector } from "./web.collector.js";
import { WebOptions } from "./web.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const RECORDS = [
  Object.assign(new RecordTemplate(), {
    type: "Service",
    name: "name",
    readings: [{ type: "WikiEntry", value: { owner: "owner", page: "$page.title" } }],
  }),
];
const list = (services: Record<string, string>, next?: string) =>
  `<title>Services</title><ul>${Object.entries(services)
    .map(([name, owner]) => `<li><b>${name}</b> <i>${owner}</i></li>`)
    .join("")}</ul>${next === undefined ? "" : `<a rel="next" href="${next}">more</a>`}`;

/** What the host has: pages by path, robots.txt among them; 404 for others. With validators, where it has any. */
let pages: Record<string, string>;
let hasValidators: boolean;
let server: SourceServer | undefined;
let other: SourceServer | undefined;

const answerPages: Answering = ({ url, headers }, response) => {
  const page = pages[url];
  if (page === undefined) return void response.writeHead(404).end();
  const etag = `"${Buffer.from(page).toString("base64url").slice(-20)}"`;
  if (hasValidators && headers["if-none-match"] === etag) return void response.writeHead(304).end();
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...(hasValidators && { etag }) }).end(page);
};

afterEach(async () => {
  await server?.close();
  await other?.close();
  server = other = undefined;
});

describe(WebCollector.name, () => {
  it("publishes what is on its pages, and those that they lead to on the same host", async () => {
    const { run, asked } = await start({
      "/services": list({ orders: "Shop", payments: "Money" }, "/services?page=2"),
      "/services?page=2": list({ stock: "Shop" }, "https://elsewhere.example/3"),
    });
    const { report, names, records } = await run();
    expect(report.outcome).toBe("ok");
    expect(names).toEqual(["orders", "payments", "stock"]);
    expect(records[1]).toMatchObject({ kind: "reading", value: { owner: "Shop", page: "Services" } });
    expect(asked()).toEqual(["/robots.txt", "/services", "/services?page=2"]);
    expect(server!.requests.map(({ headers }) => headers["user-agent"])).toEqual(
      Array(3).fill("binnacle-web/1.0 (+platform@acme.example)"),
    );
  });

  it.each([true, false])("publishes only what changed, with validators of the host: %s", async (withValidators) => {
    const { run, asked } = await start(
      { "/services": list({ orders: "Shop" }, "/2"), "/2": list({ stock: "Shop" }) },
      {},
      withValidators,
    );
    expect((await run()).records).toHaveLength(4);
    const unchanged = await run();
    expect([unchanged.report.outcome, unchanged.records]).toEqual(["empty", []]);
    // robots.txt is kept for a day.
    expect(asked().slice(3)).toEqual(["/services", "/2"]);
    pages["/2"] = list({ stock: "Logistics", carts: "Shop" });
    const changed = await run();
    expect(changed.records).toMatchObject([
      { kind: "reading", resource: { name: "stock" }, value: { owner: "Logistics" } },
      { kind: "resource", name: "carts" },
      { kind: "reading", resource: { name: "carts" } },
    ]);
  });

  it("publishes again what could not be published", async () => {
    const { run } = await start({ "/services": list({ orders: "Shop" }) });
    const refusing = new InMemoryPublisher(() => "no topic");
    expect((await run(refusing)).report.outcome).toBe("failed");
    expect((await run()).records).toHaveLength(2);
  });

  it("reads nothing that robots.txt forbids, to this robot or to all", async () => {
    const robots = "User-agent: *\nDisallow: /\n\nUser-agent: binnacle-web\nDisallow: /private\n";
    const { run, asked } = await start(
      { "/robots.txt": robots, "/services": list({ orders: "Shop" }), "/private": list({ secret: "Shop" }) },
      { paths: ["/services", "/private"] },
    );
    const { report, names } = await run();
    expect(names).toEqual(["orders"]);
    expect(report.failures).toMatchObject([
      { detail: expect.stringMatching(/\/private: robots\.txt does not allow it/) },
    ]);
    expect(asked()).not.toContain("/private");
  });

  it("reads nothing while it cannot be known what robots.txt says", async () => {
    const { run, asked } = await start({ "/services": list({ orders: "Shop" }) });
    server!.answer = (_, response) => void response.writeHead(500).end();
    const { report, records } = await run(undefined, "10s");
    expect([report.outcome, records]).toEqual(["failed", []]);
    expect(new Set(asked())).toEqual(new Set(["/robots.txt"]));
    server!.answer = answerPages;
    expect((await run()).names).toEqual(["orders"]);
  });

  it("waits between requests to a host as long as robots.txt asks for", async () => {
    const { run, asked } = await start(
      { "/robots.txt": "User-agent: *\nCrawl-delay: 60\n", "/a": list({ a: "x" }), "/b": list({ b: "x" }) },
      { paths: ["/a", "/b"] },
    );
    expect((await run(undefined, "2s")).report).toMatchObject({ outcome: "failed", failures: [{ code: "TIMEOUT" }] });
    expect(asked()).toEqual(["/robots.txt", "/a"]);
  });

  it("tells of pages that are gone, lead elsewhere, or have no items, and reads the others", async () => {
    other = await SourceServer.start(
      (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end(list({ foreign: "x" })),
    );
    const { run } = await start(
      { "/services": list({ orders: "Shop" }), "/empty": "<h1>Please log in</h1>" },
      { paths: ["/gone", "/moved", "/empty", "/services"] },
    );
    server!.answer = (asked, response) =>
      asked.url === "/moved"
        ? void response.writeHead(302, { location: `${other!.url}/x` }).end()
        : answerPages(asked, response);
    const { report, names } = await run();
    expect(names).toEqual(["orders"]);
    expect(report.outcome).toBe("partial");
    const details = report.failures.map(({ detail }) => detail);
    expect(details).toEqual([
      expect.stringMatching(/\/gone answered 404/),
      expect.stringMatching(/\/moved leads to .*; name the page there/),
      expect.stringMatching(/\/empty: there are no items on the page/),
    ]);
  });

  it("ends where pages lead in a circle, or are more than it may read", async () => {
    const { run } = await start({ "/services": list({ a: "x" }, "/2"), "/2": list({ b: "x" }, "/services") });
    expect((await run()).report.outcome).toBe("ok");
    pages["/2"] = list({ b: "x" }, "/3");
    pages["/3"] = list({ c: "x" }, "/4");
    const limited = await start(pages, { maxPages: 2 });
    const { report, names } = await limited.run();
    expect(names).toEqual(["a", "b"]);
    expect(report.failures[0]?.detail).toMatch(/there are more pages than maxPages, 2/);
  });

  it("does not start with selectors that are none", () => {
    const options = {
      pages: ["https://a.example/"],
      contact: "ops@a.example",
      records: [{ type: "Service", name: "name" }],
    };
    const check = (content: object) => () => validateConfiguration(WebOptions, { ...options, ...content }, "o");
    expect(check({ fields: { name: "td >>" } })).toThrow(/fields\.name is no CSS selector/);
    expect(check({ fields: { name: { select: "td", attr: "href" } } })).toThrow(/fields\.name has an unknown key attr/);
    expect(check({ fields: { name: { pattern: "(" } } })).toThrow(/fields\.name has a pattern/);
    expect(check({ fields: {} })).toThrow(/fields must be a mapping/);
    expect(check({ fields: { name: "b" }, item: "[" })).toThrow(/item is no CSS selector/);
    expect(check({ fields: { name: "b" }, item: "li" })).not.toThrow();
  });
});

async function start(
  content: Record<string, string>,
  { paths = ["/services"], ...options }: Partial<WebOptions> & { paths?: string[] } = {},
  withValidators = true,
) {
  pages = content;
  hasValidators = withValidators;
  await server?.close();
  server = await SourceServer.start(answerPages);
  const { url } = server;
  const all = Object.assign(new WebOptions(), {
    pages: paths.map((path) => url + path),
    item: "li",
    fields: { name: "b", owner: "i" },
    next: "a[rel=next]",
    records: RECORDS,
    contact: "platform@acme.example",
    delay: "1ms",
    ...options,
  });
  const collector = new WebCollector(all);
  const run = async (publisher = new InMemoryPublisher(), timeout = "1m") => {
    const report = await runCollector(collector, { publisher, logger: quiet, retries: 0, timeout });
    const { records } = publisher;
    const names = records.flatMap((record) => (record.kind === "resource" ? [record.name] : []));
    return { report, records, names };
  };
  return { run, asked: () => server!.requests.map((request) => request.url) };
}
