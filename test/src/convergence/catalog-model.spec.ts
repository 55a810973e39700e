import { describe, expect, it } from "@jest/globals";
import { catalogAfter, type ModelCatalog, type ModelRecord } from "./catalog-model.js";

const at = (name: string) => ({ type: "Service", name });
const t = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const resource = (name: string, second: number, parent?: string | null): ModelRecord => ({
  kind: "resource",
  source: "s",
  at: at(name),
  on: t(second),
  ...(parent === undefined ? {} : { parent: parent === null ? null : at(parent) }),
});
const reading = (name: string, second: number, printed: string, mode: "SNAPSHOT" | "TIME_SERIES"): ModelRecord => ({
  kind: "reading",
  source: "s",
  at: at(name),
  type: "HealthCheck",
  mode,
  value: { sent: printed, printed },
  on: t(second),
});
const removal = (name: string, second: number): ModelRecord => ({
  kind: "removal",
  source: "s",
  at: at(name),
  on: t(second),
});
const state = (...records: ModelRecord[]): ModelCatalog => catalogAfter(records, (id) => id);
const names = (catalog: ModelCatalog): string[] => catalog.resources.map(({ id }) => id.split("\n")[1]!);

describe("the model of the catalog", () => {
  it("brings a parent into being with its child, undeclared", () => {
    const { resources } = state(resource("child", 1, "parent"));
    expect(resources).toEqual([
      expect.objectContaining({ id: "Service\nchild", parentId: "Service\nparent", declared: true }),
      expect.objectContaining({ id: "Service\nparent", createdOn: t(1), lastSeenOn: null, declared: false }),
    ]);
  });

  it("ends a Resource as of a removal, however late what came before it arrives", () => {
    expect(names(state(removal("a", 5), resource("a", 3), reading("a", 5, "1", "SNAPSHOT")))).toEqual([]);
  });

  it("revives a removed Resource by a newer record, a newer snapshot or a newer child, never by a series", () => {
    expect(names(state(resource("a", 1), removal("a", 5), resource("a", 6)))).toEqual(["a"]);
    expect(names(state(resource("a", 1), removal("a", 5), reading("a", 6, "1", "SNAPSHOT")))).toEqual(["a"]);
    expect(names(state(resource("a", 1), removal("a", 5), resource("b", 6, "a")))).toEqual(["a", "b"]);
    expect(names(state(resource("a", 1), removal("a", 5), reading("a", 6, "1", "TIME_SERIES")))).toEqual([]);
  });

  it("lets a parent go again when the child that revived it moves away or is removed", () => {
    expect(names(state(removal("a", 5), resource("b", 6, "a"), resource("b", 7, null)))).toEqual(["b"]);
    expect(names(state(removal("a", 5), resource("b", 6, "a"), removal("b", 8)))).toEqual([]);
  });

  it("counts the time since the removal as the age of what came back", () => {
    expect(state(resource("a", 1), removal("a", 5), resource("a", 7)).resources[0]!.createdOn).toBe(t(5));
  });

  it("keeps series through a removal and shows them once the Resource is back", () => {
    const history = [reading("a", 2, "1", "TIME_SERIES"), removal("a", 5)];
    expect(state(...history).series).toEqual([]);
    expect(state(...history, resource("a", 6)).series).toEqual([expect.objectContaining({ collectedOn: t(2) })]);
  });

  it("shows the newest snapshot, and of two at the same time the one with the greater digest", () => {
    const older = reading("a", 1, "1", "SNAPSHOT");
    const tie = [reading("a", 2, "2", "SNAPSHOT"), reading("a", 2, "3", "SNAPSHOT")];
    // SHA-256: 2 -> d4735e..., 3 -> 4e0740...
    expect(state(older, ...tie).snapshots).toEqual([expect.objectContaining({ value: "2", collectedOn: t(2) })]);
  });

  it("takes the lease of the newest record, and none for the longest", () => {
    const leased = { ...resource("a", 3), leaseEnd: t(9) } as ModelRecord;
    expect(state(leased).resources[0]!.expiresOn).toBe(t(9));
    expect(state(leased, resource("a", 2)).resources[0]!.expiresOn).toBe(t(9));
    expect(state(leased, resource("a", 3)).resources[0]!.expiresOn).toBeNull();
    expect(state(leased, resource("a", 4)).resources[0]!.expiresOn).toBeNull();
  });

  it("takes the parent of the newest record that speaks of one, null too, and of two at a time the greater", () => {
    const parentOf = (...records: ModelRecord[]) =>
      state(...records).resources.find(({ id }) => id === "Service\na")?.parentId;
    expect(parentOf(resource("a", 1, "p"), resource("a", 2))).toBe("Service\np");
    expect(parentOf(resource("a", 1, "p"), resource("a", 2, null))).toBeNull();
    expect(parentOf(resource("a", 1, "q"), resource("a", 1, "p"), resource("a", 1, null))).toBe("Service\nq");
    expect(parentOf(resource("a", 1, "p"), removal("a", 2), resource("a", 3))).toBeNull();
  });

  it("leaves a child its parent while that is absent", () => {
    const { resources } = state(resource("child", 1, "parent"), removal("parent", 5));
    expect(resources).toEqual([expect.objectContaining({ id: "Service\nchild", parentId: "Service\nparent" })]);
  });

  it("lets stand what a removed Resource said of others", () => {
    expect(names(state(resource("child", 1, "parent"), removal("child", 5)))).toEqual(["parent"]);
  });

  it("sees a Resource last in its own records only", () => {
    const { resources } = state(resource("a", 1), reading("a", 3, "1", "SNAPSHOT"), resource("b", 4, "a"));
    expect(resources[0]).toMatchObject({ createdOn: t(1), lastSeenOn: t(1), declared: true });
  });

  it("keeps the two modes of a type apart", () => {
    const { snapshots, series } = state(reading("a", 1, "1", "SNAPSHOT"), reading("a", 2, "2", "TIME_SERIES"));
    expect([snapshots, series]).toEqual([
      [expect.objectContaining({ value: "1" })],
      [expect.objectContaining({ value: "2" })],
    ]);
  });

  it("shows of two sources of one reading the greater for a snapshot, the least for a series", () => {
    const both = (mode: "SNAPSHOT" | "TIME_SERIES") =>
      ["x", "y"].map((source) => ({ ...reading("a", 1, "1", mode), source }));
    expect(state(...both("SNAPSHOT")).snapshots).toEqual([expect.objectContaining({ source: "y" })]);
    expect(state(...both("TIME_SERIES")).series).toEqual([expect.objectContaining({ source: "x" })]);
  });

  it("takes names that are one under NFC for one, and twins of a value for one", () => {
    const twins = ["100", "1e2"].map((sent) => ({
      ...reading(sent === "100" ? "caf\u00E9" : "cafe\u0301", 1, "100", "TIME_SERIES"),
      value: { sent, printed: "100" },
    }));
    const { resources, series } = state(...(twins as ModelRecord[]));
    expect([resources.length, series.length]).toEqual([1, 1]);
  });
});
