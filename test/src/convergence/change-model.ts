import { catalogAfter, type ModelCatalog } from "./catalog-model.js";
import { compare, idOf, type ModelRecord } from "./model-record.js";

export type ModelChange = { id: string; kind: "created" | "changed" | "removed"; readingTypes: string[] };

/** What is told of some more records: every difference between the states without and with them, moved times apart. */
export function changesBy(
  earlier: readonly ModelRecord[],
  more: readonly ModelRecord[],
  realId: (id: string) => string,
): ModelChange[] {
  const together = [...earlier, ...more];
  const before = catalogAfter(earlier, realId);
  const after = catalogAfter(together, realId);
  const newSeries = rowsOf(together).difference(rowsOf(earlier));
  const ids = new Set([...before.resources, ...after.resources].map(({ id }) => id));
  return [...ids].toSorted(compare).flatMap((id) => {
    const was = statedOf(before, id);
    const is = statedOf(after, id);
    if (is === undefined) return { id, kind: "removed" as const, readingTypes: [] };
    const readingTypes = [...new Set([...differingSnapshots(before, after, id), ...typesOf(newSeries, id)])].toSorted();
    if (was === is && readingTypes.length === 0) return [];
    return { id, kind: was === undefined ? ("created" as const) : ("changed" as const), readingTypes };
  });
}

/** What is said of a present Resource besides times. */
function statedOf({ resources }: ModelCatalog, id: string): string | undefined {
  const resource = resources.find((candidate) => candidate.id === id);
  return resource && `${resource.declared} ${resource.parentId}`;
}

function differingSnapshots(before: ModelCatalog, after: ModelCatalog, id: string): string[] {
  const valuesOf = ({ snapshots }: ModelCatalog): Set<string> =>
    new Set(snapshots.filter((reading) => reading.id === id).map(({ type, value }) => `${type}\n${value}`));
  return [...valuesOf(before).symmetricDifference(valuesOf(after))].map((text) => text.split("\n")[0]!);
}

function rowsOf(records: readonly ModelRecord[]): Set<string> {
  const readings = records.filter((record) => record.kind === "reading" && record.mode === "TIME_SERIES");
  return new Set(
    readings.map((reading) =>
      reading.kind === "reading"
        ? JSON.stringify([idOf(reading.at), reading.type, reading.on, reading.value.printed])
        : "",
    ),
  );
}

function typesOf(rows: ReadonlySet<string>, id: string): string[] {
  return [...rows].map((row) => JSON.parse(row) as string[]).flatMap(([owner, type]) => (owner === id ? [type!] : []));
}
