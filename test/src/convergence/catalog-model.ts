import { hash } from "node:crypto";

/**
 * The semantics of the catalog as a function of the whole set of records: slow, without any incremental state, and sharing no
 * code with what it judges. Times are canonical UTC strings, which compare like times; ids are texts `type\nname`.
 */
export type Address = { type: string; name: string };

/** A value as it is sent, and as PostgreSQL prints its `jsonb`. */
export type Value = { sent: string; printed: string };

type Common = { source: string; on: string };
export type ModelRecord = Common &
  (
    | { kind: "resource"; at: Address; parent?: Address | null; leaseEnd?: string }
    | { kind: "reading"; at: Address; type: string; mode: "SNAPSHOT" | "TIME_SERIES"; value: Value }
    | { kind: "removal"; at: Address }
  );

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

type Of<K extends ModelRecord["kind"]> = Extract<ModelRecord, { kind: K }>;

export function idOf({ type, name }: Address): string {
  return `${type}\n${name.normalize("NFC")}`;
}

/**
 * The state that this set of records must end in, whatever the order in which they came. Real ids are hashes: the model asks
 * for them only where a tie between two parents goes to the greater one.
 */
export function catalogAfter(records: readonly ModelRecord[], realId: (id: string) => string): ModelCatalog {
  const model = new Model(records, realId);
  const ids = [...model.mentioned.keys()].filter((id) => model.isPresent(id)).toSorted();
  return {
    resources: ids.map((id) => model.resource(id)),
    snapshots: ids.flatMap((id) => model.snapshots(id)),
    series: ids.flatMap((id) => model.series(id)),
  };
}

class Model {
  /** Every Resource that any record mentioned, with the times of those records. */
  readonly mentioned = new Map<string, string[]>();

  constructor(
    private readonly records: readonly ModelRecord[],
    private readonly realId: (id: string) => string,
  ) {
    for (const record of records) {
      if (record.kind === "removal") continue;
      this.mention(idOf(record.at), record.on);
      if (record.kind === "resource" && record.parent) this.mention(idOf(record.parent), record.on);
    }
  }

  removedOn(id: string): string {
    return max(this.of("removal", id).map(({ on }) => on)) ?? "";
  }

  /** Its own records since it was removed. */
  own(id: string): Of<"resource">[] {
    return this.of("resource", id).filter(({ on }) => on > this.removedOn(id));
  }

  parentStatement(id: string): { parentId: string | null; on: string } | undefined {
    const statements = this.own(id)
      .filter(({ parent }) => parent !== undefined)
      .map(({ parent, on }) => ({ parentId: parent ? idOf(parent) : null, on }));
    const newest = max(statements.map(({ on }) => on));
    const tied = statements.filter(({ on }) => on === newest);
    const rank = (parentId: string | null): string => (parentId === null ? "" : this.realId(parentId));
    return tied.toSorted((a, b) => compare(rank(a.parentId), rank(b.parentId))).at(-1);
  }

  isPresent(id: string): boolean {
    const removedOn = this.removedOn(id);
    if (removedOn === "") return this.mentioned.has(id);
    if (this.own(id).length > 0) return true;
    if (this.readings(id, "SNAPSHOT").some(({ on }) => on > removedOn)) return true;
    return [...this.mentioned.keys()].some((child) => {
      const statement = this.parentStatement(child);
      return statement?.parentId === id && statement.on > removedOn;
    });
  }

  resource(id: string): ModelResource {
    const own = this.own(id);
    const lastSeenOn = max(own.map(({ on }) => on));
    const leases = own.filter(({ on }) => on === lastSeenOn).map(({ leaseEnd }) => leaseEnd);
    return {
      id,
      parentId: this.parentStatement(id)?.parentId ?? null,
      createdOn: max([this.mentioned.get(id)!.toSorted()[0]!, this.removedOn(id)])!,
      lastSeenOn: lastSeenOn ?? null,
      expiresOn: leases.includes(undefined) ? null : (max(leases as string[]) ?? null),
      declared: own.length > 0,
    };
  }

  snapshots(id: string): ModelReading[] {
    const shown = this.readings(id, "SNAPSHOT").filter(({ on }) => on > this.removedOn(id));
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

  private readings(id: string, mode: "SNAPSHOT" | "TIME_SERIES"): Of<"reading">[] {
    return this.of("reading", id).filter((reading) => reading.mode === mode);
  }

  private of<K extends ModelRecord["kind"]>(kind: K, id: string): Of<K>[] {
    return this.records.filter((record): record is Of<K> => record.kind === kind && idOf(record.at) === id);
  }

  private mention(id: string, on: string): void {
    this.mentioned.set(id, [...(this.mentioned.get(id) ?? []), on]);
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

function max(texts: readonly string[]): string | undefined {
  return texts.toSorted().at(-1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
