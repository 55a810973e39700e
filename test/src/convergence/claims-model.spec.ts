import { describe, expect, it } from "@jest/globals";
import { claimsAfter, sweepsAfter } from "./claims-model.js";
import type { ModelRecord } from "./model-record.js";

const t = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const claim = (source: string, name: string, second: number): ModelRecord => ({
  kind: "resource",
  source,
  at: { type: "Service", name },
  on: t(second),
});

describe("the model of what sweeps will be executed on", () => {
  it("keeps the newest claim per Resource and source, of anonymous too", () => {
    expect(
      claimsAfter([claim("x", "a", 1), claim("x", "a", 3), claim("x", "a", 2), claim("anonymous", "a", 1)]),
    ).toEqual([
      { id: "Service\na", source: "anonymous", claimedOn: t(1) },
      { id: "Service\na", source: "x", claimedOn: t(3) },
    ]);
  });

  it("knows no claims but own resource records, and takes none back for a removal", () => {
    const child: ModelRecord = { ...claim("x", "a", 1), parent: { type: "Service", name: "p" } } as ModelRecord;
    const removal: ModelRecord = { kind: "removal", source: "x", at: { type: "Service", name: "a" }, on: t(5) };
    expect(claimsAfter([child, removal])).toEqual([{ id: "Service\na", source: "x", claimedOn: t(1) }]);
  });

  it("keeps a sweep once, and apart from those of another scope, time or count", () => {
    const sweep = { kind: "sweep", source: "x", resourceType: "Service", on: t(1) } as const;
    const others: ModelRecord[] = [
      { ...sweep, on: t(2) },
      { ...sweep, count: 1 },
      { ...sweep, parent: { type: "Service", name: "p" } },
    ];
    expect(sweepsAfter([sweep, sweep, ...others, sweep])).toHaveLength(4);
  });
});
