export const SEVERITIES = ["critical", "high", "medium", "low", "unknown"] as const;

export type Severity = (typeof SEVERITIES)[number];

export type SeverityCounts = Record<Severity, number> & { total: number };

/** Compares counts the way one worries: one critical outweighs any number of high ones, and so on. */
export function compareSeverities(a: SeverityCounts, b: SeverityCounts): number {
  const differing = SEVERITIES.find((severity) => a[severity] !== b[severity]);
  return differing === undefined ? 0 : a[differing] - b[differing];
}

/** `1 critical, 2 medium`; `none known` without any. */
export function severitiesText(counts: SeverityCounts): string {
  const there = SEVERITIES.filter((severity) => counts[severity] > 0);
  return there.length === 0 ? "none known" : there.map((severity) => `${counts[severity]} ${severity}`).join(", ");
}
