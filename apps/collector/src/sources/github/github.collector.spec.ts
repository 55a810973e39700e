import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector, testCollector } from "@binnacle/collector";
import { validateConfiguration } from "@binnacle/platform";
import { answeringWith, readAnswers, type RecordedAnswers } from "../../testing/recorded-answers.js";
import { sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { GithubCollector } from "./github.collector.js";
import { ciState } from "./github.mapping.js";
import { GithubOptions } from "./github.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const ORDERS = "acme/orders";
const INSIGHTS = {
  from: "github",
  repository: ORDERS,
  url: "https://github.com/acme/orders",
  defaultBranch: "main",
  visibility: "private",
  isArchived: false,
  topics: ["billing", "service"],
  language: "Java",
  contributors: { total: 23 },
  openChanges: {
    total: 2,
    drafts: 1,
    oldest: [
      {
        number: 640,
        title: "Rewrite the cart (thanks )",
        openedOn: "2025-12-01T09:30:00.000000Z",
        url: "https://github.com/acme/orders/pull/640",
      },
      {
        number: 812,
        title: "Retry refunds",
        openedOn: "2026-09-30T11:00:00.000000Z",
        url: "https://github.com/acme/orders/pull/812",
      },
    ],
  },
  lastCommit: {
    sha: "9fceb02d0ae598e95dc970b74767f19372d61af8",
    authorName: "Grace Hopper",
    committedOn: "2026-10-02T08:14:07.000000Z",
    subject: "Retry a refund that timed out",
  },
  ci: { state: "success" },
  latestRelease: {
    version: "2.4.0",
    tag: "v2.4.0",
    publishedOn: "2026-09-20T10:00:00.000000Z",
    url: "https://github.com/acme/orders/releases/tag/v2.4.0",
  },
};

let server: SourceServer;
let answers: RecordedAnswers;

beforeEach(async () => {
  answers = readAnswers(new URL("fixtures/orders.json", import.meta.url));
  server = await SourceServer.start(answeringWith(answers, headersOf));
  process.env["GITHUB_SPEC_TOKEN"] = "ghp_s3cret";
});

afterEach(() => server.close());

describe(GithubCollector.name, () => {
  it("tells of a repository what GitHub knows of it, and of its releases when they were", async () => {
    const { report, readings } = await collect({ repositories: [ORDERS], tokenFrom: "GITHUB_SPEC_TOKEN" });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(readings).toEqual([
      ["CodeInsights", "orders", expect.any(String), INSIGHTS],
      ["ServiceEvent", "orders", "2026-10-01T10:00:00.000000Z", event("2.5.0-rc.1", { isPrerelease: true })],
      ["ServiceEvent", "orders", "2026-09-20T10:00:00.000000Z", event("2.4.0")],
    ]);
    expect(server.requests[0]!.headers).toMatchObject({
      authorization: "Bearer ghp_s3cret",
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    });
    expect(JSON.stringify(readings)).not.toMatch(/@example\.com|s3cret/);
  });

  it("says the same again when nothing has changed", async () => {
    const options = { repositories: [ORDERS], events: ["releases", "merges"] };
    expect((await testCollector(() => collectorOf(options))).report).toBe("");
  });

  it("tells of merges where it is asked to, under the name and type that it is told", async () => {
    const { readings } = await collect({
      repositories: [ORDERS],
      events: ["merges"],
      services: { [ORDERS]: "shop-orders" },
      readingType: "ForgeInsights",
    });
    expect(readings.map(([type, name]) => `${type} ${name}`)).toEqual([
      "ForgeInsights shop-orders",
      "ServiceEvent shop-orders",
    ]);
    expect(readings[1]).toEqual([
      "ServiceEvent",
      "shop-orders",
      "2026-09-29T12:00:00.000000Z",
      { event: "merge", number: 811, title: "Bump guava", url: "https://github.com/acme/orders/pull/811" },
    ]);
  });

  it("reads an organization page by page, leaves out forks, archives and other topics, and copes with an empty repository", async () => {
    const orders = answers[`/repos/${ORDERS}`] as object;
    const named = (name: string, more = {}) => ({ ...orders, name, full_name: `acme/${name}`, ...more });
    const pages = [
      [named("orders"), named("fork", { fork: true }), named("old", { archived: true })],
      [named("orders"), named("docs", { topics: ["docs"] }), named("empty", { language: null })],
    ];
    const recorded = answeringWith(answers, headersOf);
    server.answer = (request, response) => {
      const url = new URL(request.url, server.url);
      if (url.pathname === "/orgs/acme/repos") {
        const isFirst = url.searchParams.get("page") === null;
        const next = { link: `<${server.url}/orgs/acme/repos?per_page=100&page=2>; rel="next"` };
        sendJson(response, pages[isFirst ? 0 : 1], { headers: isFirst ? next : {} });
      } else if (url.pathname.startsWith("/repos/acme/empty/commits/")) {
        sendJson(response, { message: "Git Repository is empty." }, { status: 409 });
      } else if (url.pathname === "/repos/acme/empty/contributors") response.writeHead(204).end();
      else if (url.pathname.startsWith("/repos/acme/empty/")) sendJson(response, []);
      else recorded(request, response);
    };
    const { report, readings } = await collect({ organizations: ["acme"], topics: ["service"], events: [] });
    expect(report.outcome).toBe("ok");
    expect(readings.map(([, name]) => name).toSorted()).toEqual(["empty", "orders"]);
    expect(readings.find(([, name]) => name === "empty")![3]).toMatchObject({
      lastCommit: null,
      ci: { state: null },
      latestRelease: null,
      contributors: { total: 0 },
      openChanges: { total: 0, drafts: 0, oldest: [] },
    });
  });

  it("asks for what has not changed without using up the limit, and publishes it all the same", async () => {
    const statuses: number[] = [];
    const recorded = answeringWith(answers, (path) => ({ ...headersOf(path), etag: `"${path}"` }));
    server.answer = (request, response) => {
      const isKnown = request.headers["if-none-match"] === `"${request.url.split("?")[0]}"`;
      statuses.push(isKnown ? 304 : 200);
      if (isKnown) response.writeHead(304).end();
      else recorded(request, response);
    };
    const collector = collectorOf({ repositories: [ORDERS] });
    const runs = [await run(collector), await run(collector)];
    expect(statuses).toEqual([...Array(7).fill(200), ...Array(7).fill(304)]);
    expect(runs[1]!.readings.map(([, , , value]) => value)).toEqual(runs[0]!.readings.map(([, , , value]) => value));
  });

  it("waits when a secondary limit asks for it", async () => {
    const recorded = answeringWith(answers, headersOf);
    let isFirst = true;
    server.answer = (request, response) => {
      if (!isFirst) return recorded(request, response);
      isFirst = false;
      const message = "You have exceeded a secondary rate limit.";
      sendJson(response, { message }, { status: 403, headers: { "retry-after": "1" } });
    };
    const { report } = await collect({ repositories: [ORDERS] });
    expect(report.outcome).toBe("ok");
  });

  it("ends the run when the primary limit is used up for longer than it, and keeps what came before", async () => {
    const recorded = answeringWith(answers, headersOf);
    server.answer = (request, response) => {
      if (request.url.startsWith("/repos/acme/orders")) return recorded(request, response);
      const reset = String(Math.ceil(Date.now() / 1_000) + 3_600);
      sendJson(
        response,
        { message: "API rate limit exceeded for user ID 1." },
        { status: 429, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset } },
      );
    };
    const { report, readings } = await collect({ repositories: [ORDERS, "acme/next"], concurrency: 1, events: [] });
    expect(report).toMatchObject({ outcome: "failed" });
    expect(report.failures[0]!.detail).toMatch(/429 Too Many Requests.*run ends before/);
    expect(readings.map(([, name]) => name)).toEqual(["orders"]);
  });

  it("goes on past a repository that cannot be read", async () => {
    const { report, readings } = await collect({ repositories: ["acme/gone", ORDERS], events: [] });
    expect(report.outcome).toBe("partial");
    expect(report.failures).toMatchObject([{ detail: expect.stringMatching(/^acme\/gone: .* 404 Not Found/) }]);
    expect(readings).toHaveLength(1);
  });

  it.each(SOURCE_FAULTS)("survives $fault", async ({ says, answer }) => {
    server.answer = answer;
    const { report } = await collect({ organizations: ["acme"], tokenFrom: "GITHUB_SPEC_TOKEN" });
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toMatch(says);
    expect(JSON.stringify(report)).not.toContain("s3cret");
  });

  it.each([
    [{}, /organizations or repositories must say/],
    [{ repositories: ["orders"] }, /orders is not OWNER\/NAME/],
    [{ repositories: [ORDERS], tokenFrom: "NOT_SET_ANYWHERE" }, /NOT_SET_ANYWHERE/],
  ])("refuses %j at the start", (options, fault) => {
    expect(() => collectorOf(options)).toThrow(fault);
  });
});

describe("the state of CI", () => {
  const run = (status: string, conclusion: string | null) => ({ status, conclusion });

  it.each([
    [null, [], undefined],
    [null, [], { state: "pending", total_count: 0 }],
    ["success", [run("completed", "success"), run("completed", "neutral")], { state: "success", total_count: 1 }],
    ["failure", [run("completed", "success"), run("completed", "timed_out"), run("queued", null)], undefined],
    ["failure", [run("completed", "success")], { state: "error", total_count: 2 }],
    ["pending", [run("completed", "success"), run("in_progress", null)], undefined],
    ["cancelled", [run("completed", "cancelled"), run("completed", "success")], undefined],
  ])("is %s", (state, runs, status) => {
    expect(ciState({ check_runs: runs }, status)).toBe(state);
  });
});

function event(version: string, more = {}) {
  const url = `https://github.com/acme/orders/releases/tag/v${version}`;
  return { event: "release", version, tag: `v${version}`, url, ...more };
}

function headersOf(path: string): Record<string, string> {
  const link = `<https://api.github.com/repositories/1/contributors?anon=true&per_page=1&page=23>; rel="last"`;
  return path.endsWith("/contributors") ? { link } : {};
}

function collectorOf(options: object): GithubCollector {
  return new GithubCollector(validateConfiguration(GithubOptions, { url: server.url, ...options }, "options"));
}

function collect(options: object) {
  return run(collectorOf(options));
}

async function run(collector: GithubCollector) {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collector, { publisher, logger: quiet, retries: 0, timeout: "20s" });
  const readings = publisher.records.flatMap((record) =>
    record.kind === "reading" && record.type !== "CollectorRun"
      ? [[record.type, record.resource.name, record.collectedOn, record.value] as const]
      : [],
  );
  return { report, readings };
}
