import { parseJson, resourceId } from "@binnacle/contract";
import { NotFoundError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { computeOn } from "../../in-memory/compute-on.js";
import { InMemoryCatalog } from "../../in-memory/in-memory-catalog.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { Compare } from "./compare.js";

const reading = (name: string, type: string, value: unknown, collectedOn = "2026-05-01T00:00:00Z") => ({
  kind: "reading",
  resource: { type: "ServiceDeployment", name },
  type,
  value,
  collectedOn,
});

const CATALOG = [
  reading("orders/staging", "DeployedVersion", { version: "1.5.0", build: 7 }),
  reading("orders/production", "DeployedVersion", { version: "1.4.2", build: 7, since: "2026-04-01" }),
  reading("orders/staging", "Same", { a: [1, 2] }),
  reading("orders/production", "Same", { a: [1, 2] }, "2026-05-02T00:00:00Z"),
  reading("orders/staging", "SameNumber", parseJson("[1.50]")),
  reading("orders/production", "SameNumber", parseJson("[1.5]")),
  reading("orders/staging", "OnlyHere", 1),
  reading("orders/production", "Long", parseJson("9007199254740993")),
  reading("orders/staging", "Long", parseJson("9007199254740992")),
  reading("other", "Same", {}),
];

const SIDES = {
  leftType: "ServiceDeployment",
  leftName: "orders/staging",
  rightId: resourceId("ServiceDeployment", "orders/production"),
};

const compare = async (given: Record<string, string | string[]>, catalog = InMemoryCatalog.of(CATALOG)) => {
  const { result, isPartial } = await computeOn(catalog, new Compare(), given);
  return { ...(result as any), isPartial };
};

describe(Compare.name, () => {
  it("says of each reading type what differs, with both values", async () => {
    const result = await compare(SIDES);
    expect(result.left).toMatchObject({ type: "ServiceDeployment", name: "orders/staging" });
    expect(result.right).toMatchObject({ id: SIDES.rightId, name: "orders/production" });
    expect(result.counts).toEqual({ equal: 2, different: 2, onlyLeft: 1, onlyRight: 0 });
    expect(result.isPartial).toBe(false);
    const collectedOn = "2026-05-01T00:00:00.000000Z";
    expect(result.readings).toEqual([
      {
        type: "DeployedVersion",
        state: "different",
        leftCollectedOn: collectedOn,
        rightCollectedOn: collectedOn,
        differences: [
          { path: "/version", change: "changed", left: "1.5.0", right: "1.4.2" },
          { path: "/since", change: "added", right: "2026-04-01" },
        ],
      },
      expect.objectContaining({ type: "Long", state: "different" }),
      { type: "OnlyHere", state: "onlyLeft", leftCollectedOn: collectedOn, rightCollectedOn: null, differences: [] },
    ]);
    expect(JSON.stringify(result.readings[1].differences)).toBe(
      '[{"path":"","change":"changed","left":9007199254740992,"right":9007199254740993}]',
    );
  });

  it("lists what is equal where that is asked for, and keeps to reading types", async () => {
    const { readings } = await compare({ ...SIDES, equal: "true", readingType: ["Same", "SameNumber"] });
    expect(readings).toMatchObject([
      { type: "Same", state: "equal", rightCollectedOn: "2026-05-02T00:00:00.000000Z" },
      { type: "SameNumber", state: "equal", differences: [] },
    ]);
  });

  it("ends at a limit, and still says how many readings differ", async () => {
    const { readings, counts, isPartial } = await compare({ ...SIDES, limit: "1" });
    expect(isPartial).toBe(true);
    expect(counts).toMatchObject({ different: 2 });
    expect(readings.map((each: any) => each.differences.length)).toEqual([1, 0, 0]);
  });

  it("compares a Resource with itself, and asks as often whatever there is to compare", async () => {
    const catalog = InMemoryCatalog.of(CATALOG);
    const itself = { leftId: SIDES.rightId, rightId: SIDES.rightId };
    expect((await compare(itself, catalog)).readings).toEqual([]);
    expect(catalog.calls).toEqual(["resources", "snapshots"]);
  });

  it("wants each side named in just one way, and to be there", async () => {
    const wrong: Record<string, string>[] = [
      { ...SIDES, leftId: SIDES.rightId },
      { leftType: "A", rightId: SIDES.rightId },
      { rightId: SIDES.rightId },
    ];
    for (const given of wrong) {
      await expect(compare(given)).rejects.toThrow("leftId is required, or leftType and leftName; not both");
    }
    await expect(compare({ ...SIDES, leftId: "x" })).rejects.toThrow(InvalidParametersError);
    await expect(compare({ ...SIDES, leftName: "none" })).rejects.toThrow(NotFoundError);
  });
});
