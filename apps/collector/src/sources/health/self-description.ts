import { parseTimestamp, timestampFromEpochMillis, type Timestamp } from "@binnacle/contract";

/** What a process says of itself, as far as it does. */
export interface SelfDescription {
  name?: string;
  version?: string;
  pid?: number;
  /** When the process itself was started, by its own account. */
  startedOn?: Timestamp;
}

const MAX_TEXT = 200;
const MAX_CHECKS = 50;

/** Reads a health answer's JSON: `{name, version, pid, startedOn}`, each where it is there and of the right kind. */
export function readSelfDescription(body: string): SelfDescription {
  const { name, version, pid, startedOn } = parseObject(body);
  const started = typeof startedOn === "string" ? parseTimestamp(startedOn) : undefined;
  return {
    ...(isText(name) ? { name } : {}),
    ...(isText(version) ? { version } : {}),
    ...(Number.isInteger(pid) ? { pid: pid as number } : {}),
    ...(started === undefined ? {} : { startedOn: started }),
  };
}

/** Reads `process_start_time_seconds`, which Prometheus client libraries of all languages print. */
export function readProcessStart(metrics: string): Timestamp | undefined {
  const value = /^process_start_time_seconds(?:\{[^\n]*\})?[ \t]+(\d[\dEe.+]*)/m.exec(metrics)?.[1];
  // To the millisecond: the digits beyond are noise of a double's printing, and would make two events of one start.
  const milliseconds = Math.round(Number(value) * 1_000);
  return milliseconds > 0 && milliseconds < 1e14 ? timestampFromEpochMillis(milliseconds) : undefined;
}

/** Reads `checks` of a readiness answer: `{checks: {database: {status: "failed", reason: "…"}}}`. */
export function readChecks(body: string): Record<string, { status: string; reason?: string }> {
  const { checks } = parseObject(body);
  if (!isObject(checks)) return {};
  return Object.fromEntries(
    Object.entries(checks)
      .slice(0, MAX_CHECKS)
      .flatMap(([name, check]) => {
        if (!isObject(check) || !isText(check["status"])) return [];
        const { status, reason } = check;
        return [[name, { status, ...(isText(reason) ? { reason } : {}) }]];
      }),
  );
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_TEXT;
}
