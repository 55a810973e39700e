/** How a source's last run ended, as far as its report says so. */
export interface LastRun {
  outcome: string;
  endedOn: string | null;
  records: number | null;
}

/** Reads a run's report, which anybody may publish in any shape; `undefined` for what is none. */
export function lastRunOf(value: unknown): LastRun | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { outcome, endedOn, records } = value as Record<string, unknown>;
  if (typeof outcome !== "string") return undefined;
  return {
    outcome,
    endedOn: typeof endedOn === "string" && !Number.isNaN(Date.parse(endedOn)) ? endedOn : null,
    records: typeof records === "number" ? records : null,
  };
}
