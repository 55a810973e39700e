import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateRecord } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mapRepository, type Repository } from "./git.mapping.js";
import { summarizeHistory } from "./history.js";
import { boundedText, withoutEmails } from "../../documents/plain-text.js";
import { readTags } from "./tags.js";

const NOW = "2025-11-22T00:00:00.000000Z";

/** The fixtures are what git printed, with `␀` where a NUL was. */
function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "fixtures", name), "utf8").replaceAll("␀", "\0");
}

async function shop(overrides: Partial<Repository> = {}): Promise<Repository> {
  return {
    service: "orders",
    environment: "production",
    state: {
      isBare: false,
      isShallow: false,
      branch: "topic",
      remoteDefault: "trunk",
      usualBranches: ["main"],
      head: "0123",
    },
    history: await summarizeHistory(fixture("history.txt").trim().split("\n"), NOW),
    lastCommit: fixture("last-commit.txt"),
    ownership: { from: "CODEOWNERS", teams: ["platform"], users: ["ada"] },
    description: { from: "package.json", description: "Takes orders" },
    tags: readTags(fixture("tags.txt").split("\n")),
    ...overrides,
  };
}

describe("mapRepository", () => {
  it("publishes the service with ownership, description and code insights", async () => {
    const { records } = mapRepository(await shop({ tags: [] }), NOW);
    const of = { type: "Service", name: "orders" };
    expect(records).toEqual([
      { kind: "resource", ...of },
      {
        kind: "reading",
        resource: of,
        type: "ServiceDescription",
        value: { from: "package.json", description: "Takes orders" },
      },
      { kind: "resource", type: "Team", name: "platform" },
      {
        kind: "reading",
        resource: of,
        type: "ServiceOwnership",
        value: { from: "CODEOWNERS", teams: [{ resourceType: "Team", resourceName: "platform" }], users: ["ada"] },
      },
      {
        kind: "reading",
        resource: of,
        type: "CodeInsights",
        value: {
          commits: { total: 6, last30Days: 2, last90Days: 4 },
          contributors: { total: 3, last90Days: 3 },
          firstCommitOn: "2017-07-14T02:40:00.000000Z",
          lastCommit: {
            sha: "0123456789abcdef0123456789abcdef01234567",
            authorName: "Ada Lovelace",
            committedOn: "2025-11-22T00:00:00.000000Z",
            subject: "Reported by : retry the refund",
          },
          defaultBranch: "trunk",
          isShallow: false,
        },
      },
    ]);
  });

  it("publishes tags as deployments at their own time, the newest as the deployed version, and none of the future", async () => {
    const { records, warnings } = mapRepository(await shop(), NOW);
    const deployment = { type: "ServiceDeployment", name: "orders/production" };
    const event = (tag: string, version: string, digit: string, collectedOn: string) => ({
      kind: "reading",
      resource: deployment,
      type: "ServiceEvent",
      value: { event: "deployment", version, tag, sha: digit.repeat(40) },
      storageMode: "TIME_SERIES",
      collectedOn,
    });
    expect(records.slice(5)).toEqual([
      { kind: "resource", ...deployment, parent: { type: "Service", name: "orders" } },
      event("v1.10.0", "1.10.0", "2", "2025-10-09T08:53:20.000000Z"),
      event("v1.9.0", "1.9.0", "1", "2025-06-15T15:06:40.000000Z"),
      event("v-next", "v-next", "1", "2025-06-15T15:06:40.000000Z"),
      event("release/2024", "release/2024", "3", "2023-11-14T22:13:20.000000Z"),
      {
        kind: "reading",
        resource: deployment,
        type: "DeployedVersion",
        value: { version: "1.10.0", tag: "v1.10.0", sha: "2".repeat(40), since: "2025-10-09T08:53:20.000000Z" },
      },
    ]);
    expect(warnings).toEqual(["1 tags are dated in the future and are left out"]);
    for (const record of records) expect(validateRecord(record).fault).toBeUndefined();
  });

  it.each([
    [{ remoteDefault: "trunk", branch: "topic", usualBranches: ["main"] }, "trunk"],
    [{ branch: "topic", usualBranches: ["main"] }, "topic"],
    [{ usualBranches: ["main", "master"] }, "main"],
    [{ usualBranches: [] }, null],
  ])("tells the default branch of %j", async (refs, expected) => {
    const { records } = mapRepository(await shop({ state: { isBare: false, isShallow: true, ...refs } }), NOW);
    expect(records.find((record) => record.kind === "reading" && record.type === "CodeInsights")).toMatchObject({
      value: { defaultBranch: expected, isShallow: true },
    });
  });
});

describe("summarizeHistory", () => {
  it("counts by windows that end now: a commit of exactly 90 days ago is within", async () => {
    const day = 86_400;
    const now = Date.parse("2025-11-22T00:00:00Z") / 1_000;
    const ages = fc.array(fc.integer({ min: 0, max: 120 * day }));
    await fc.assert(
      fc.asyncProperty(ages, async (seconds) => {
        const summary = await summarizeHistory(
          seconds.map((age) => `${now - age}\0${age % 7}@example.com`),
          NOW,
        );
        const within = (days: number) => seconds.filter((age) => age <= days * day);
        expect(summary.commits).toEqual({
          total: seconds.length,
          last30Days: within(30).length,
          last90Days: within(90).length,
        });
        expect(summary.contributors.last90Days).toBe(new Set(within(90).map((age) => age % 7)).size);
        expect(summary.firstCommitOn === undefined).toBe(seconds.length === 0);
      }),
    );
  });

  it("bears times that no clock ever showed", async () => {
    expect(await summarizeHistory(["-99999999999999\0a"], NOW)).toMatchObject({
      firstCommitOn: "0001-01-01T00:00:00.000000Z",
    });
    expect(readTags([`v1\0commit\0${"1".repeat(40)}\0\0\x0099999999999999`])).toMatchObject([
      { taggedOn: "9999-12-31T23:59:59.000000Z" },
    ]);
  });
});

describe("texts from a repository", () => {
  it("lose e-mail addresses", () => {
    expect(withoutEmails("Ada <ada@example.com>")).toBe("Ada");
    expect(withoutEmails("Signed-off-by: ada.l+x@mail.example.co.uk, thanks @acme/team")).toBe(
      "Signed-off-by: , thanks @acme/team",
    );
  });

  it("are cut between characters, so that they can be stored", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 490, maxLength: 520 }), (text) => {
        const bounded = boundedText(text);
        expect(bounded.isWellFormed()).toBe(true);
        expect([...bounded].length).toBeLessThanOrEqual(500);
        expect(text.startsWith(bounded.replace(/…$/, ""))).toBe(true);
      }),
    );
  });
});
