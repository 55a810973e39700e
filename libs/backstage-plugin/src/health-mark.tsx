const MARKS: Record<string, { sign: string; label: string; color: string }> = {
  up: { sign: "●", label: "up", color: "var(--bui-fg-success, #1a7f37)" },
  degraded: { sign: "▲", label: "degraded", color: "var(--bui-fg-warning, #9a6700)" },
  down: { sign: "■", label: "down", color: "var(--bui-fg-danger, #cf222e)" },
  unknown: { sign: "○", label: "unknown", color: "inherit" },
};

/** How well something is, by shape, word and colour; `null` is nothing that could be well. */
export function HealthMark({ health }: { health: string | null }) {
  const mark = MARKS[health ?? ""];
  if (mark === undefined) return <span>no instances</span>;
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      <span aria-hidden="true" style={{ color: mark.color }}>
        {mark.sign}
      </span>{" "}
      {mark.label}
    </span>
  );
}
