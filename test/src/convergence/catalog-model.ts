import { hash } from "node:crypto";
import { compare, idOf, max, type ModelRecord, type Of, type Value } from "./model-record.js";

export { idOf, type Address, type ModelRecord, type Value } from "./model-record.js";

export type ModelResource = {
  id: string;
  parentId: string | null;
  createdOn: string;
  lastSeenOn: string | null;
  expiresOn: string | null;
  declared: boolean;
};
export type ModelReading = { id: string; type: string; collectedOn: string; source: string; value: string };
export type ModelCatalog = { resources: ModelResource[]; snapshots: ModelReading[]; series: ModelReading[] };

/** A decision of the housekeeper that is in force: ends a Resource as a removal does. */
export type ModelDecision = { id: string; on: string };

/**
 * The semantics of the catalog as a function of the whole set of records, and of the housekeeper's decisions: without any incremental state, and sharing no code with
 * what it judges. It is the state that this set must end in, whatever the order in which its records came. Real ids are hashes:
 * the model asks for them only where a tie between two parents goes to the greater one.
 */
export function catalogAfter(
  records: readonly ModelRecord[],
  realId: (id: string) => string,
  decisions: readonly ModelDecision[] = [],
): ModelCatalog {
  const model = new Model(records, realId, decisions);
  const ids = [...model.mentionedOn.keys()].filter((id) => model.isPresent(id)).toSorted();
  return {
    resources: ids.map((id) => model.resource(id)),
    snapshots: ids.flatMap((id) => model.snapshots(id)),
    series: ids.flatMap((id) => model.series(id)),
  };
}

type Statement = { parentId: string | null; on: string };

export class Model {
  /** Every Resource that any record mentioned, with the earliest time of those records. */
  readonly mentionedOn = new Map<string, string>();
  /** What was said of each Resource itself. */
  private readonly said: Map<string, Exclude<ModelRecord, Of<"sweep">>[]>;
  readonly statements: Map<string, Statement>;
  readonly children: Map<string | null, Statement[]>;

  constructor(
    records: readonly ModelRecord[],
    private readonly realId: (id: string) => string,
    private readonly decisions: readonly ModelDecision[],
  ) {
    const own = records.filter((record) => record.kind !== "sweep");
    this.said = Map.groupBy(own, ({ at }) => idOf(at));
    for (const record of own) {
      if (record.kind === "removal") continue;
      this.mention(idOf(record.at), record.on);
      if (record.kind === "resource" && record.parent) this.mention(idOf(record.parent), record.on);
    }
    const statements = [...this.said.keys()].map((id) => [id, this.newestStatement(id)] as const);
    this.statements = new Map(statements.filter((entry): entry is [string, Statement] => entry[1] !== undefined));
    this.children = Map.groupBy(this.statements.values(), ({ parentId }) => parentId);
  }

  removedOn(id: string): string {
    const decided = this.decisions.filter((decision) => decision.id === id);
    return max([...this.of("removal", id), ...decided].map(({ on }) => on)) ?? "";
  }

  /** Its own records since it was removed. */
  own(id: string): Of<"resource">[] {
    const removedOn = this.removedOn(id);
    return this.of("resource", id).filter(({ on }) => on > removedOn);
  }

  isPresent(id: string): boolean {
    const removedOn = this.removedOn(id);
    if (removedOn === "") return this.mentionedOn.has(id);
    if (this.own(id).length > 0) return true;
    if (this.readings(id, "SNAPSHOT").some(({ on }) => on > removedOn)) return true;
    return this.children.get(id)?.some(({ on }) => on > removedOn) ?? false;
  }

  resource(id: string): ModelResource {
    const own = this.own(id);
    const lastSeenOn = max(own.map(({ on }) => on));
    const leases = own.filter(({ on }) => on === lastSeenOn).map(({ leaseEnd }) => leaseEnd);
    return {
      id,
      parentId: this.statements.get(id)?.parentId ?? null,
      createdOn: max([this.mentionedOn.get(id)!, this.removedOn(id)])!,
      lastSeenOn: lastSeenOn ?? null,
      expiresOn: leases.includes(undefined) ? null : (max(leases as string[]) ?? null),
      declared: own.length > 0,
    };
  }

  snapshots(id: string): ModelReading[] {
    const removedOn = this.removedOn(id);
    const shown = this.readings(id, "SNAPSHOT").filter(({ on }) => on > removedOn);
    return [...Map.groupBy(shown, ({ type }) => type)]
      .map(([, candidates]) => candidates.toSorted(byRank).at(-1)!)
      .map((reading) => print(id, reading))
      .toSorted(byReading);
  }

  series(id: string): ModelReading[] {
    const rows = Map.groupBy(
      this.readings(id, "TIME_SERIES"),
      ({ type, on, value }) => `${type} ${on} ${value.printed}`,
    );
    return [...rows.values()]
      .map((repeats) => repeats.toSorted((a, b) => compare(a.source, b.source))[0]!)
      .map((reading) => print(id, reading))
      .toSorted(byReading);
  }

  private newestStatement(id: string): Statement | undefined {
    const statements = this.own(id)
      .filter(({ parent }) => parent !== undefined)
      .map(({ parent, on }) => ({ parentId: parent ? idOf(parent) : null, on }));
    const newest = max(statements.map(({ on }) => on));
    const tied = statements.filter(({ on }) => on === newest);
    const rank = (parentId: string | null): string => (parentId === null ? "" : this.realId(parentId));
    return tied.toSorted((a, b) => compare(rank(a.parentId), rank(b.parentId))).at(-1);
  }

  readings(id: string, mode: "SNAPSHOT" | "TIME_SERIES"): Of<"reading">[] {
    return this.of("reading", id).filter((reading) => reading.mode === mode);
  }

  private of<K extends "resource" | "reading" | "removal">(kind: K, id: string): Of<K>[] {
    const said: readonly ModelRecord[] = this.said.get(id) ?? [];
    return said.filter((record): record is Of<K> => record.kind === kind);
  }

  private mention(id: string, on: string): void {
    const earliest = this.mentionedOn.get(id);
    if (earliest === undefined || on < earliest) this.mentionedOn.set(id, on);
  }
}

function byRank(a: Of<"reading">, b: Of<"reading">): number {
  return compare(a.on, b.on) || compare(digest(a.value), digest(b.value)) || compare(a.source, b.source);
}

function digest({ printed }: Value): string {
  return hash("sha256", printed);
}

function print(id: string, { type, on, source, value }: Of<"reading">): ModelReading {
  return { id, type, collectedOn: on, source, value: value.printed };
}

export function byReading(a: ModelReading, b: ModelReading): number {
  return (
    compare(a.id, b.id) || compare(a.type, b.type) || compare(a.collectedOn, b.collectedOn) || compare(a.value, b.value)
  );
}
