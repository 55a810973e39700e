import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector, testCollector } from "@binnacle/collector";
import { validateConfiguration } from "@binnacle/platform";
import { answeringWith, readAnswers, type RecordedAnswers } from "../../testing/recorded-answers.js";
import { sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { GitlabCollector } from "./gitlab.collector.js";
import { GitlabOptions } from "./gitlab.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const ORDERS = "acme/shop/orders";

let server: SourceServer;
let answers: RecordedAnswers;

beforeEach(async () => {
  answers = readAnswers(new URL("fixtures/orders.json", import.meta.url));
  server = await SourceServer.start(answeringWith(answers, headersOf));
  process.env["GITLAB_SPEC_TOKEN"] = "glpat-s3cret";
});

afterEach(() => server.close());

describe(GitlabCollector.name, () => {
  it("tells of a project what GitLab knows of it, and what happened", async () => {
    const options = { repositories: [ORDERS], tokenFrom: "GITLAB_SPEC_TOKEN", events: ["releases", "merges"] };
    const { report, readings } = await collect(options);
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    const url = "https://gitlab.example.com/acme/shop/orders";
    expect(readings).toEqual([
      [
        "CodeInsights",
        "orders",
        expect.any(String),
        {
          from: "gitlab",
          repository: ORDERS,
          url,
          defaultBranch: "main",
          visibility: "internal",
          isArchived: false,
          topics: ["billing", "service"],
          language: null,
          contributors: { total: 1234 },
          openChanges: {
            total: 1,
            drafts: 1,
            oldest: [
              {
                number: 77,
                title: "Draft: Rewrite the cart",
                openedOn: "2026-06-01T07:30:00.000000Z",
                url: `${url}/-/merge_requests/77`,
              },
            ],
          },
          lastCommit: {
            sha: "9fceb02d0ae598e95dc970b74767f19372d61af8",
            authorName: "Grace Hopper",
            committedOn: "2026-10-02T08:14:07.000000Z",
            subject: "Retry a refund that timed out",
          },
          ci: { state: "failure" },
          latestRelease: {
            version: "2.4.0",
            tag: "v2.4.0",
            publishedOn: "2026-09-20T10:00:00.000000Z",
            url: `${url}/-/releases/v2.4.0`,
          },
        },
      ],
      [
        "ServiceEvent",
        "orders",
        "2026-09-20T10:00:00.000000Z",
        { event: "release", version: "2.4.0", tag: "v2.4.0", url: `${url}/-/releases/v2.4.0` },
      ],
      [
        "ServiceEvent",
        "orders",
        "2026-09-29T12:00:00.500000Z",
        { event: "merge", number: 76, title: "Bump guava", url: `${url}/-/merge_requests/76` },
      ],
    ]);
    expect(server.requests[0]!.headers.authorization).toBe("Bearer glpat-s3cret");
  });

  it("reads a group with its subgroups, and tells two projects of one name apart only if it is told how", async () => {
    const orders = answers["/api/v4/projects/acme%2Fshop%2Forders"] as object;
    const projects = [orders, { ...orders, path_with_namespace: "acme/old/orders" }];
    const recorded = answeringWith(answers, headersOf);
    server.answer = (request, response) => {
      if (request.url.startsWith("/api/v4/groups/acme/projects?")) sendJson(response, projects);
      else recorded(request, response);
    };
    const { report, readings } = await collect({ groups: ["acme"], events: [] });
    expect(readings.map(([, name]) => name)).toEqual(["orders"]);
    expect(report).toMatchObject({
      outcome: "partial",
      failures: [
        { detail: expect.stringContaining("acme/old/orders: acme/shop/orders is the Service orders already") },
      ],
    });
    const told = await collect({ groups: ["acme"], events: [], services: { "acme/old/orders": "old-orders" } });
    expect(told.readings.map(([, name]) => name).toSorted()).toEqual(["old-orders", "orders"]);
    expect(server.requests[0]!.url).toContain("include_subgroups=true");
  });

  it("says the same again when nothing has changed", async () => {
    expect((await testCollector(() => collectorOf({ repositories: [ORDERS] }))).report).toBe("");
  });

  it("says nothing of what an empty project does not have", async () => {
    const key = "/api/v4/projects/acme%2Fshop%2Forders";
    answers[key] = { ...(answers[key] as object), default_branch: null };
    delete answers["/api/v4/projects/278964/repository/contributors"];
    const { readings } = await collect({ repositories: [ORDERS], events: [] });
    expect(readings[0]![3]).toMatchObject({ defaultBranch: null, lastCommit: null, ci: { state: null } });
    expect(readings[0]![3]).toMatchObject({ contributors: { total: 0 } });
  });

  it.each(SOURCE_FAULTS)("survives $fault", async ({ says, answer }) => {
    server.answer = answer;
    const { report } = await collect({ groups: ["acme"], tokenFrom: "GITLAB_SPEC_TOKEN" });
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toMatch(says);
    expect(JSON.stringify(report)).not.toContain("s3cret");
  });

  it("refuses to run without anything to read", () => {
    expect(() => new GitlabCollector(new GitlabOptions())).toThrow(/groups or repositories must say/);
  });
});

function headersOf(path: string): Record<string, string> {
  return path.endsWith("/contributors") ? { "x-total": "1234" } : {};
}

function collectorOf(options: object): GitlabCollector {
  return new GitlabCollector(validateConfiguration(GitlabOptions, { url: server.url, ...options }, "options"));
}

async function collect(options: object) {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collectorOf(options), { publisher, logger: quiet, retries: 0, timeout: "20s" });
  const readings = publisher.records.flatMap((record) =>
    record.kind === "reading" && record.type !== "CollectorRun"
      ? [[record.type, record.resource.name, record.collectedOn, record.value] as const]
      : [],
  );
  return { report, readings };
}
