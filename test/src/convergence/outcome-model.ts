import { catalogAfter, type ModelCatalog, type ModelReading } from "./catalog-model.js";
import { sweepsAfter } from "./claims-model.js";
import { idOf, type ModelRecord, type Of } from "./model-record.js";

export type ModelOutcome = "created" | "changed" | "unchanged" | "superseded";

/** What the catalog does with a record that comes after those: told by comparing the states without it and with it. */
export function outcomeAfter(
  earlier: readonly ModelRecord[],
  record: ModelRecord,
  realId: (id: string) => string,
): ModelOutcome {
  const together = [...earlier, record];
  if (record.kind === "sweep") {
    return sweepsAfter(together).length > sweepsAfter(earlier).length ? "created" : "unchanged";
  }
  if (record.kind === "reading" && record.mode === "TIME_SERIES") {
    return earlier.some((other) => isSameRow(other, record)) ? "unchanged" : "created";
  }
  const id = idOf(record.at);
  const isRemoved = earlier.some((other) => other.kind === "removal" && idOf(other.at) === id && other.on >= record.on);
  if (isRemoved) return "superseded";
  const before = catalogAfter(earlier, realId);
  const after = catalogAfter(together, realId);
  switch (record.kind) {
    case "resource":
      return resourceOutcome(id, record, before, after);
    case "reading":
      return snapshotOutcome(id, record, before, after);
    case "removal":
      return removalOutcome(id, before, after);
  }
}

function resourceOutcome(id: string, record: Of<"resource">, before: ModelCatalog, after: ModelCatalog): ModelOutcome {
  const was = resourceOf(before, id);
  const is = resourceOf(after, id)!;
  if (!was) return "created";
  if (was.declared !== is.declared || was.parentId !== is.parentId) return "changed";
  return record.on < was.lastSeenOn! ? "superseded" : "unchanged";
}

function snapshotOutcome(id: string, record: Of<"reading">, before: ModelCatalog, after: ModelCatalog): ModelOutcome {
  const was = snapshotOf(before, id, record.type);
  const is = snapshotOf(after, id, record.type)!;
  if (!was) return "created";
  const isWinner = is.collectedOn === record.on && is.value === record.value.printed && is.source === record.source;
  if (!isWinner) return "superseded";
  return was.value === is.value ? "unchanged" : "changed";
}

function removalOutcome(id: string, before: ModelCatalog, after: ModelCatalog): ModelOutcome {
  if (!resourceOf(before, id)) return "unchanged";
  return resourceOf(after, id) ? "superseded" : "changed";
}

function resourceOf({ resources }: ModelCatalog, id: string): ModelCatalog["resources"][number] | undefined {
  return resources.find((resource) => resource.id === id);
}

function snapshotOf({ snapshots }: ModelCatalog, id: string, type: string): ModelReading | undefined {
  return snapshots.find((reading) => reading.id === id && reading.type === type);
}

function isSameRow(other: ModelRecord, { at, type, on, value }: Of<"reading">): boolean {
  return (
    other.kind === "reading" &&
    other.mode === "TIME_SERIES" &&
    idOf(other.at) === idOf(at) &&
    other.type === type &&
    other.on === on &&
    other.value.printed === value.printed
  );
}
