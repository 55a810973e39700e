import type { CollectContext } from "@binnacle/collector";

/** One warning of many things of a kind, with the first few of them. */
export function warnOfSome(context: Pick<CollectContext, "warn">, details: Iterable<string>, what: string): void {
  const all = [...details];
  if (all.length > 0)
    context.warn(`${all.length} ${what}: ${all.slice(0, 5).join("; ")}${all.length > 5 ? "; …" : ""}`);
}
