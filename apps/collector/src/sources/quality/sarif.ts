/** What is read of a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). */
interface SarifLog {
  version?: unknown;
  runs?: SarifRun[] | null;
}

interface SarifRun {
  tool: { driver: SarifComponent; extensions?: SarifComponent[] };
  results?: SarifResult[] | null;
}

interface SarifComponent {
  name: string;
  version?: string;
  semanticVersion?: string;
  rules?: { id: string; shortDescription?: { text?: string }; defaultConfiguration?: { level?: string } }[];
}

interface SarifResult {
  ruleId?: string;
  rule?: { id?: string };
  ruleIndex?: number;
  level?: string;
  kind?: string;
  baselineState?: string;
  suppressions?: { status?: string }[];
}

const LEVELS = ["error", "warning", "note", "none"] as const;
type Level = (typeof LEVELS)[number];

/** What one tool found. */
export interface ToolFindings {
  tool: string;
  version?: string;
  /** By level; suppressed ones are apart. */
  results: Record<Level, number>;
  suppressed: number;
  /** The rules with most results, the most severe first. */
  rules: { id: string; level: Level; count: number; description?: string }[];
}

/** How many rules are named. */
const NAMED_RULES = 20;

/**
 * What the runs of a log found, a tool each.
 * @throws Error if it is no SARIF 2.1.0
 */
export function readSarif(text: string): ToolFindings[] {
  const log = JSON.parse(text.replace(/^\uFEFF/, "")) as SarifLog | null;
  if (log?.version !== "2.1.0") throw new Error(`it is no SARIF 2.1.0: its version is ${JSON.stringify(log?.version)}`);
  return (log.runs ?? []).map(readRun);
}

function readRun({ tool: { driver, extensions = [] }, results }: SarifRun): ToolFindings {
  const rules = new Map([driver, ...extensions].flatMap(({ rules = [] }) => rules.map((rule) => [rule.id, rule])));
  const counts = { error: 0, warning: 0, note: 0, none: 0 };
  const byRule = new Map<string, { id: string; level: Level; count: number; description?: string }>();
  let suppressed = 0;
  for (const result of results ?? []) {
    if (result.baselineState === "absent" || !isFinding(result.kind)) continue;
    if (isSuppressed(result)) {
      suppressed++;
      continue;
    }
    const id = result.ruleId ?? result.rule?.id ?? driver.rules?.[result.ruleIndex ?? -1]?.id ?? "unknown";
    // `CA1000/1` is a case of the rule `CA1000`.
    const rule = rules.get(id) ?? rules.get(id.replace(/\/[^/]*$/, ""));
    const level = levelOf(result, rule?.defaultConfiguration?.level);
    counts[level]++;
    const key = `${level} ${id}`;
    const known = byRule.get(key);
    if (known) known.count++;
    else {
      const description = rule?.shortDescription?.text;
      byRule.set(key, { id, level, count: 1, ...(description && { description: description.slice(0, 200) }) });
    }
  }
  const version = driver.semanticVersion ?? driver.version;
  return {
    tool: driver.name,
    ...(version && { version }),
    results: counts,
    suppressed,
    rules: [...byRule.values()].toSorted(bySeverity).slice(0, NAMED_RULES),
  };
}

/** Results may also tell what passed, or does not apply. */
function isFinding(kind: string | undefined): boolean {
  return kind === undefined || kind === "fail" || kind === "open" || kind === "review";
}

/** A suppression that is under review or rejected does not count; one without a status is accepted. */
function isSuppressed({ suppressions = [] }: SarifResult): boolean {
  return suppressions.length > 0 && suppressions.every(({ status }) => status === undefined || status === "accepted");
}

function levelOf({ level, kind }: SarifResult, usual: string | undefined): Level {
  if (kind !== undefined && kind !== "fail") return "none";
  const stated = level ?? usual ?? "warning";
  return LEVELS.find((known) => known === stated) ?? "warning";
}

function bySeverity(a: { id: string; level: Level; count: number }, b: typeof a): number {
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || b.count - a.count || (a.id < b.id ? -1 : 1);
}
