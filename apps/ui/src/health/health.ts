export type Health = "down" | "degraded" | "unknown" | "up";

/** How a state of health is shown; the word always stands beside the colour. */
export const HEALTH: Record<Health, { label: string; color: string; rank: number }> = {
  down: { label: "Down", color: "red", rank: 3 },
  degraded: { label: "Degraded", color: "orange", rank: 2 },
  unknown: { label: "Unknown", color: "gray", rank: 1 },
  up: { label: "Up", color: "teal", rank: 0 },
};

/** To sort by: the worst is the highest, nothing running the lowest. */
export function healthRank(health: Health | null): number {
  return health === null ? -1 : HEALTH[health].rank;
}
