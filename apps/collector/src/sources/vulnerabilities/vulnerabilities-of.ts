import { SEVERITIES, type PackageCoordinates, type Severity, type Vulnerability } from "@binnacle/contract";
import { cvssBaseScore, severityOfScore } from "./cvss.js";
import { matchRecord, type OsvMatch } from "./osv-match.js";
import type { OsvRecord, OsvSeverity } from "./osv-record.js";

/** What is known of one version of a package. */
export interface VersionFindings {
  /** By id. One vulnerability that several databases record is one. */
  vulnerabilities: Vulnerability[];
  /** The ids of records that are about the package, and cannot be decided for this version. */
  undecided: string[];
}

interface Finding {
  record: OsvRecord;
  match: OsvMatch;
}

/** The newest version of CVSS that a record is scored by counts. */
const VECTOR_TYPES = ["CVSS_V4", "CVSS_V3", "CVSS_V2"];

/** Words of databases that are not ours. */
const WORDS: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...SEVERITIES.map((severity) => [severity, severity] as const),
  ["moderate", "medium"],
  ["important", "high"],
  ["negligible", "low"],
]);

/** Databases in the order in which their word is taken where several record the same: reviewed ones first. */
const PREFERRED = ["GHSA-", "MAL-", "GO-", "RUSTSEC-", "PYSEC-", "CVE-"];

/**
 * Which of the records affect a version of a package.
 * @param claimed the ids of records of which the database says itself that they do: they count where the versions cannot be ordered
 */
export function vulnerabilitiesOf(
  coordinates: PackageCoordinates,
  records: Iterable<OsvRecord>,
  claimed: ReadonlySet<string> = new Set(),
): VersionFindings {
  const findings: Finding[] = [];
  const undecided: string[] = [];
  for (const record of records) {
    if (record.isWithdrawn) continue;
    const match = matchRecord(record, coordinates) ?? { isAffected: undefined, fixedIn: [] };
    const isAffected = match.isAffected ?? (claimed.has(record.id) ? true : undefined);
    if (isAffected === true) findings.push({ record, match });
    else if (isAffected === undefined) undecided.push(record.id);
  }
  return {
    vulnerabilities: groupByAliases(findings)
      .map(describe)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    undecided: undecided.toSorted(),
  };
}

/** GHSA-…, PYSEC-… and CVE-… of one vulnerability name each other as aliases, sometimes only through a third. */
function groupByAliases(findings: readonly Finding[]): Finding[][] {
  let groups: { names: Set<string>; findings: Finding[] }[] = [];
  for (const finding of findings) {
    const names = [finding.record.id, ...finding.record.aliases];
    const [same, others] = partition(groups, (group) => names.some((name) => group.names.has(name)));
    groups = [
      ...others,
      {
        names: new Set([...names, ...same.flatMap((group) => [...group.names])]),
        findings: [...same.flatMap((group) => group.findings), finding],
      },
    ];
  }
  return groups.map((group) => group.findings.toSorted(comparePreference));
}

function describe(findings: readonly Finding[]): Vulnerability {
  const id = (findings[0] as Finding).record.id;
  const aliases = new Set(findings.flatMap(({ record }) => [record.id, ...record.aliases]));
  aliases.delete(id);
  const rating = findings.map(rate).find(({ severity }) => severity !== "unknown") ?? { severity: "unknown" };
  const fixedIn = findings.map(({ match }) => match.fixedIn).find((fixes) => fixes.length > 0);
  const summary = findings.map(({ record }) => record.summary).find((text) => text !== undefined);
  return {
    id,
    ...(aliases.size === 0 ? {} : { aliases: [...aliases].toSorted() }),
    ...rating,
    ...(summary === undefined ? {} : { summary }),
    ...(fixedIn === undefined ? {} : { fixedIn }),
    url: `https://osv.dev/vulnerability/${encodeURIComponent(id)}`,
  };
}

/** What is said of the package itself counts before what is said of the whole record, a score before a word. */
function rate({ record, match }: Finding): { severity: Severity; score?: number } {
  const stated = [match.severity, record.severity].filter((severity) => severity !== undefined);
  const score = stated.map(scoreOf).find((each) => each !== undefined);
  if (score !== undefined) return { severity: severityOfScore(score), score };
  const word = stated
    .map((severity) => WORDS.get(severity.word?.toLowerCase() ?? ""))
    .find((each) => each !== undefined);
  // Records of malicious packages bear no severity: whoever installed one is compromised.
  return { severity: word ?? (record.id.startsWith("MAL-") ? "critical" : "unknown") };
}

function scoreOf({ vectors }: OsvSeverity): number | undefined {
  return VECTOR_TYPES.map((type) => cvssBaseScore(vectors.get(type) ?? "")).find((score) => score !== undefined);
}

function comparePreference(a: Finding, b: Finding): number {
  return preference(a.record.id) - preference(b.record.id) || (a.record.id < b.record.id ? -1 : 1);
}

function preference(id: string): number {
  const index = PREFERRED.findIndex((prefix) => id.startsWith(prefix));
  return index < 0 ? PREFERRED.length : index;
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
