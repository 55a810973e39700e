import { referenceTo, resourceId, service, serviceDeployment, serviceInstance, team } from "@binnacle/contract";
import { ConfigurationError, NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { computeOn } from "../../in-memory/compute-on.js";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import type { Scorecard, ScorecardCheck } from "./scorecard.js";
import { ScorecardCalculation } from "./scorecard-calculation.js";

const NOW = "2026-06-02T00:00:00.000000Z";

const resource = (address: { type: string; name: string }, parent?: object) => ({
  kind: "resource",
  ...address,
  ...(parent && { parent }),
});
const reading = (of: object, type: string, value: unknown, collectedOn = "2026-06-01T23:30:00Z") => ({
  kind: "reading",
  resource: of,
  type,
  value,
  collectedOn,
});
const owned = (name: string, owner: string) =>
  reading(service(name), "ServiceOwnership", { owner: referenceTo(team(owner)) });

/** A good service, one whose owner is missing, one in a cycle of parents and without anything, one that is half down. */
const CATALOG = [
  resource(team("shop")),
  resource(service("good")),
  owned("good", "shop"),
  reading(service("good"), "ServiceDescription", {}),
  resource(serviceDeployment("good", "production"), service("good")),
  reading(serviceDeployment("good", "production"), "DeployedVersion", {}),
  reading(serviceDeployment("good", "production"), "ServiceDeploymentDependencies", []),
  resource(serviceInstance("good", "production", "1"), serviceDeployment("good", "production")),
  reading(serviceInstance("good", "production", "1"), "HealthCheck", { status: "up" }),
  owned("orphan", "gone"),
  reading(service("orphan"), "ServiceDescription", {}),
  resource(service("round"), serviceDeployment("round", "a")),
  resource(serviceDeployment("round", "a"), service("round")),
  owned("shaky", "shop"),
  reading(service("shaky"), "ServiceDescription", {}),
  resource(serviceInstance("shaky", "production", "1"), service("shaky")),
  resource(serviceInstance("shaky", "production", "2"), service("shaky")),
  reading(serviceInstance("shaky", "production", "1"), "HealthCheck", { status: "up" }),
  reading(serviceInstance("shaky", "production", "2"), "HealthCheck", { status: "down" }),
];

const matches = (value: any, where: string) => {
  expect(where).toBe('$.status == "up" || $.status == "UP"');
  return value.status === "up" || value.status === "UP";
};
const open = (records: readonly unknown[] = CATALOG) => InMemoryCatalog.of(records, { matches });

const score = async (
  given: Record<string, string | string[]> = {},
  { scorecards, catalog = open() }: { scorecards?: Scorecard[]; catalog?: InMemoryCatalog } = {},
) => {
  const { result, isPartial } = await computeOn(catalog, new ScorecardCalculation(scorecards), given, NOW);
  return { ...(result as any), isPartial };
};

const card = (...checks: Partial<ScorecardCheck>[]): Scorecard => ({
  name: "own",
  resourceType: "Service",
  levels: ["one", "two"],
  checks: checks.map((check, index) => ({ name: `check ${index}`, level: "one", ...check })),
});

describe(ScorecardCalculation.name, () => {
  it("scores services by the default scorecard, with what to do", async () => {
    const { scorecard, total, resources, isPartial } = await score();
    expect(scorecard.name).toBe("service-basics");
    expect(isPartial).toBe(false);
    const levels = resources.map(({ name, level, passed }: any) => [name, level, passed]);
    expect(levels).toEqual([
      ["good", "gold", 6],
      ["orphan", "silver", 5],
      ["round", null, 1],
      ["shaky", "silver", 5],
    ]);
    const reasons = (index: number) =>
      resources[index].failed.map(({ check, reason, failing }: any) => [check, reason, failing.count, failing.of]);
    expect(reasons(0)).toEqual([]);
    expect(reasons(1)).toEqual([["team", "targetMissing", 1, 1]]);
    expect(reasons(2)).toEqual([
      ["owner", "noReading", 1, 1],
      ["description", "noReading", 1, 1],
      ["deployed-version", "noReading", 1, 1],
      ["dependencies", "noReading", 1, 1],
      ["team", "noReading", 1, 1],
    ]);
    expect(resources[3]).toMatchObject({
      id: resourceId("Service", "shaky"),
      failed: [
        {
          check: "health",
          level: "gold",
          reason: "conditionFails",
          hint: expect.stringContaining("HealthCheck"),
          failing: { count: 1, of: 2, names: ["shaky/production/2"] },
        },
      ],
    });
    expect(total).toMatchObject({
      resources: 4,
      levels: [
        { level: null, resources: 1 },
        { level: "bronze", resources: 0 },
        { level: "silver", resources: 2 },
        { level: "gold", resources: 1 },
      ],
    });
    expect(total.checks[0]).toEqual({
      check: "owner",
      level: "bronze",
      passed: 3,
      failed: 1,
      hint: expect.any(String),
    });
  });

  it("asks for one below or for all, for age, and for what a reading refers to", async () => {
    const below = { below: "ServiceInstance", reading: "HealthCheck" };
    const scorecards = [
      card(
        { ...below, match: "some", where: '$.status == "up" || $.status == "UP"' },
        { level: "two", ...below, collectedWithin: "PT10M" },
        { level: "two", refersTo: "Team" },
        { level: "two", reading: "ServiceDescription", refersTo: "Team" },
      ),
    ];
    const { resources } = await score({ name: ["shaky", "orphan", "none"] }, { scorecards });
    const reasons = resources.map(({ name, level, failed }: any) => [
      name,
      level,
      failed.map((each: any) => each.reason),
    ]);
    expect(reasons).toEqual([
      ["orphan", null, ["noneBelow", "targetMissing", "noReference"]],
      ["shaky", "one", ["late", "noReference"]],
    ]);
  });

  it("goes on after a name, up to a limit", async () => {
    const names = async (given: Record<string, string>) => {
      const { resources, isPartial } = await score(given);
      return [resources.map(({ name }: any) => name), isPartial];
    };
    expect(await names({ limit: "2" })).toEqual([["good", "orphan"], true]);
    expect(await names({ limit: "2", after: "orphan" })).toEqual([["round", "shaky"], false]);
  });

  it("takes the scorecard that is named", async () => {
    const scorecards = [card({ reading: "A" }), { ...card({ reading: "B" }), name: "other", resourceType: "Team" }];
    const { resources, scorecards: names } = await score({ scorecard: "other" }, { scorecards });
    expect(names).toEqual(["own", "other"]);
    expect(resources.map(({ name }: any) => name)).toEqual(["shop"]);
    await expect(score({ scorecard: "none" }, { scorecards })).rejects.toThrow(NotFoundError);
  });

  it("asks the catalog as often for a thousand services as for one", async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => {
      const name = `s${String(index).padStart(4, "0")}`;
      return index % 2 === 0
        ? [owned(name, "shop"), resource(serviceInstance(name, "p", "1"), service(name))]
        : [resource(service(name))];
    }).flat();
    const catalog = open([...many, resource(team("shop"))]);
    const { total } = await score({}, { catalog });
    expect(total.checks.map(({ check, passed }: any) => [check, passed])).toEqual([
      ["owner", 500],
      ["description", 0],
      ["deployed-version", 1000],
      ["dependencies", 1000],
      ["team", 500],
      ["health", 500],
    ]);
    const one = open([owned("only", "shop"), resource(serviceInstance("only", "p", "1"), service("only"))]);
    await score({}, { catalog: one });
    expect(catalog.calls).toEqual(one.calls);
  });

  it.each([
    [card({ level: "three", reading: "A" }), "[0].checks[0].level must be one of one, two"],
    [card({}), "[0].checks[0].reading is required, or refersTo"],
    [card({ refersTo: "Team", where: "$.a == 1" }), "[0].checks[0].where needs reading"],
    [card({ refersTo: "Team", collectedWithin: "PT1H" }), "[0].checks[0].collectedWithin needs reading"],
    [card({ reading: "A", collectedWithin: "1h" }), "[0].checks[0].collectedWithin must be a duration such as PT24H"],
    [card({ reading: "not a type" }), "[0].checks[0].reading must be a type"],
    [card({ reading: "A", match: "some" }), "[0].checks[0].match needs below"],
    [card({ reading: "A" }, { reading: "B", name: "check 0" }), "[0].checks[1].name is that of another check"],
    [card(), "[0].checks must hold at least one"],
    [
      { ...card({ reading: "A" }), levels: ["one", "one"] },
      "[0].levels must be a list of different names, the least first",
    ],
    [{ ...card({ reading: "A" }), resourceType: "" }, "[0].resourceType must be a type of Resources"],
  ])("refuses %j", (scorecard, fault) => {
    const error = (() => {
      try {
        return new ScorecardCalculation([scorecard]);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).faults).toEqual([`scorecards${fault}`]);
  });
});
