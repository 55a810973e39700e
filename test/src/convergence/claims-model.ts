import { compare, idOf, max, type ModelRecord } from "./model-record.js";

export type ModelClaim = { id: string; source: string; claimedOn: string };
export type ModelSweep = {
  source: string;
  resourceType: string;
  parentId: string | null;
  startedOn: string;
  count: number | null;
};

/** Who claims what: per Resource and source the newest own `resource` record. A removal ends the Resource, not the claim. */
export function claimsAfter(records: readonly ModelRecord[]): ModelClaim[] {
  const claims = records.filter((record) => record.kind === "resource");
  return [...Map.groupBy(claims, ({ at, source }) => `${idOf(at)}\n${source}`)]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([, [first, ...others]]) => ({
      id: idOf(first!.at),
      source: first!.source,
      claimedOn: max([first!, ...others].map(({ on }) => on))!,
    }));
}

/** What the housekeeper will have to execute: a set, since a sweep that comes twice is one. */
export function sweepsAfter(records: readonly ModelRecord[]): ModelSweep[] {
  const sweeps = records
    .filter((record) => record.kind === "sweep")
    .map(({ source, resourceType, parent, on, count }) => ({
      source,
      resourceType,
      parentId: parent ? idOf(parent) : null,
      startedOn: on,
      count: count ?? null,
    }));
  return [...Map.groupBy(sweeps, (sweep) => JSON.stringify(sweep))]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([, [sweep]]) => sweep!);
}
