import type { ModelRecord } from "./model-record.js";

const KEYS = 150;
const STATEMENTS = 8;
const SOURCES = ["team-a/k8s", "team-b/k8s", "team-c/k8s", "team-d/k8s"];

/**
 * Rows that are there, and then statements of which only one of each row may win: what two sinks read of a row at the
 * same time, without a lock, one of them would write over the other's.
 */
export function contendedRecords(suffix: string): { before: ModelRecord[]; contending: ModelRecord[] } {
  const all = Array.from({ length: KEYS }, (_, key) =>
    Array.from({ length: STATEMENTS }, (_, statement) => statements(`Contended${suffix}`, key, statement)),
  );
  return {
    before: all.flatMap(([first]) => first!),
    contending: all.flatMap(([, ...others]) => others.flat()),
  };
}

function statements(resourceType: string, key: number, statement: number): ModelRecord[] {
  const at = { type: resourceType, name: `${key}` };
  const on = `2026-11-01T00:00:00.00000${statement}Z`;
  const source = SOURCES.at(-1 - (statement % SOURCES.length))!;
  const value = { sent: `${statement}`, printed: `${statement}` };
  const type = "HealthCheck";
  return [
    { kind: "reading", source, at, on, type, mode: "SNAPSHOT", value },
    // The same row each time, so that the sources contend for being shown.
    { kind: "reading", source, at, on: "2026-11-01T00:00:00.000000Z", type, mode: "TIME_SERIES", value: ROW },
    { kind: "resource", source, at, on, parent: { type: resourceType, name: `parent of ${statement}` } },
  ];
}

const ROW = { sent: "1", printed: "1" };
