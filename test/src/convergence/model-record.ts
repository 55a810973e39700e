/**
 * What the model is told: records, with everything that a collector may leave to the path (the time of the message, say) filled in.
 * Times are canonical UTC strings, which compare like times; ids are texts `type\nname`.
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
    | { kind: "sweep"; resourceType: string; parent?: Address; count?: number }
  );

export type Of<K extends ModelRecord["kind"]> = Extract<ModelRecord, { kind: K }>;

export function idOf({ type, name }: Address): string {
  return `${type}\n${name.normalize("NFC")}`;
}

export function max(texts: readonly string[]): string | undefined {
  return texts.toSorted().at(-1);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
