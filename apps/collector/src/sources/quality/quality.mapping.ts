import { parseTimestamp, type Timestamp } from "@binnacle/contract";
import type { ToolFindings } from "./sarif.js";
import type { SonarqubeComponent, SonarqubeMeasures } from "./sonarqube.client.js";

/** The value of `StaticAnalysis`, on a Service. */
export interface StaticAnalysis {
  /** By name; of a tool that ran several times the sum. */
  tools: ToolFindings[];
}

/** The value of `CodeQuality`, on a Service. */
export interface CodeQuality {
  from: "sonarqube";
  project: string;
  url: string;
  analysedOn: Timestamp | null;
  /** `passed`, `failed`, or `null` where there is none. */
  qualityGate: "passed" | "failed" | null;
  /** By the keys of the metrics: numbers, and ratings from `A` to `E`. */
  measures: Record<string, number | string>;
}

/** What all logs of a Service found. */
export function staticAnalysisOf(findings: readonly ToolFindings[]): StaticAnalysis {
  const tools = new Map<string, ToolFindings>();
  for (const found of findings) {
    const key = `${found.tool}\n${found.version ?? ""}`;
    const known = tools.get(key);
    tools.set(key, known ? sumOf(known, found) : found);
  }
  return { tools: [...tools].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, tool]) => tool) };
}

function sumOf(a: ToolFindings, b: ToolFindings): ToolFindings {
  const rules = new Map(a.rules.map((rule) => [`${rule.level} ${rule.id}`, rule]));
  for (const rule of b.rules) {
    const known = rules.get(`${rule.level} ${rule.id}`);
    rules.set(`${rule.level} ${rule.id}`, known ? { ...known, count: known.count + rule.count } : rule);
  }
  return {
    ...a,
    results: {
      error: a.results.error + b.results.error,
      warning: a.results.warning + b.results.warning,
      note: a.results.note + b.results.note,
      none: a.results.none + b.results.none,
    },
    suppressed: a.suppressed + b.suppressed,
    rules: [...rules.values()],
  };
}

/** What SonarQube measured of a project. */
export function codeQualityOf(
  server: string,
  { component: { key, measures } }: SonarqubeMeasures,
  { component: { analysisDate } }: SonarqubeComponent,
): CodeQuality {
  const values = measures
    // What concerns new code only has its value in a period.
    .flatMap(({ metric, value, period }) => [[metric, value ?? period?.value] as const])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const gate = values.find(([metric]) => metric === "alert_status")?.[1];
  return {
    from: "sonarqube",
    project: key,
    url: `${server.replace(/\/+$/, "")}/dashboard?id=${encodeURIComponent(key)}`,
    analysedOn: readTime(analysisDate),
    qualityGate: gate === undefined ? null : gate === "OK" ? "passed" : "failed",
    measures: Object.fromEntries(
      values.flatMap(([metric, value]) =>
        value === undefined || metric === "alert_status" ? [] : [[metric, readMeasure(metric, value)]],
      ),
    ),
  };
}

/** Ratings are numbers from 1 to 5, shown as A to E. */
function readMeasure(metric: string, value: string): number | string {
  const number = Number(value);
  if (!Number.isFinite(number) || value.trim() === "") return value;
  return metric.endsWith("_rating") ? ("ABCDE"[number - 1] ?? number) : number;
}

/** SonarQube writes offsets without a colon: `2026-10-02T08:15:00+0000`. */
function readTime(text: string | undefined): Timestamp | null {
  return parseTimestamp((text ?? "").replace(/([+-]\d\d)(\d\d)$/, "$1:$2")) ?? null;
}
