import type { Guard } from "./rules.js";

/** How many Resources of a type would go, of how many that are present. */
export interface TypeCount {
  type: string;
  count: number;
  total: number;
}

/** Why a run may not go ahead by itself; `undefined` if it may. */
export function heldBecause(counts: readonly TypeCount[], guard: Guard): string | undefined {
  const over = counts.find(({ count, total }) => exceeds(count, total, guard));
  if (!over) return undefined;
  const { type, count, total } = over;
  const limits = [`${guard.share * 100} %`, ...(Number.isFinite(guard.count) ? [`${guard.count}`] : [])].join(" or ");
  return `it would remove ${count} of ${total} ${type}, more than ${limits}`;
}

function exceeds(count: number, total: number, { share, count: most, upTo }: Guard): boolean {
  return count > upTo && (count > most || count > share * total);
}
