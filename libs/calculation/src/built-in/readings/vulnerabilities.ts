import { SEVERITIES, type Severity, type Vulnerability } from "@binnacle/contract";
import type { CatalogReading } from "../../catalog/catalog-items.js";
import { objectSchema } from "../result-schema.js";
import { type Fields, fieldsOf, listIn, textIn, textsIn } from "./fields.js";

export type SeverityCounts = Record<Severity | "total", number>;

/** The words of GitHub and OSV, in lower case, that are not ours. */
const OTHER_WORDS: Readonly<Record<string, Severity>> = { moderate: "medium", important: "high", none: "low" };

/** What most `DependencyVersionVulnerabilities` readings say. */
export const NO_VULNERABILITIES = [{ vulnerabilities: [] }, []];

export const SEVERITY_COUNTS_SCHEMA = objectSchema(
  Object.fromEntries([...SEVERITIES, "total"].map((name) => [name, { type: "integer" }])),
);

/** The vulnerabilities that a `DependencyVersionVulnerabilities` reading names: in `vulnerabilities`, or the value is the list. */
export function readVulnerabilities({ value }: CatalogReading): Vulnerability[] {
  const listed = Array.isArray(value) ? value : listIn(fieldsOf(value), "vulnerabilities");
  const found = listed.flatMap((each) => readVulnerability(fieldsOf(each)) ?? []);
  return [...new Map(found.map((vulnerability) => [vulnerability.id, vulnerability])).values()];
}

export function countBySeverity(severities: Iterable<Severity>): SeverityCounts {
  const counts: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };
  for (const severity of severities) {
    counts[severity]++;
    counts.total++;
  }
  return counts;
}

function readVulnerability(fields: Fields): Vulnerability | undefined {
  const id = textIn(fields, "id", "name");
  if (id === undefined) return undefined;
  const score = typeof fields["score"] === "number" ? fields["score"] : undefined;
  const aliases = textsIn(fields, "aliases");
  const fixedIn = textsIn(fields, "fixedIn");
  const summary = textIn(fields, "summary", "title");
  const url = textIn(fields, "url");
  return {
    id,
    severity: severityOf(fields, score),
    ...(aliases.length > 0 && { aliases }),
    ...(score !== undefined && { score }),
    ...(summary !== undefined && { summary }),
    ...(fixedIn.length > 0 && { fixedIn }),
    ...(url !== undefined && { url }),
  };
}

/** As stated, else by the score, as CVSS v3 and v4 rate it. */
function severityOf(fields: Fields, score: number | undefined): Severity {
  const stated = textIn(fields, "severity")?.toLowerCase() ?? "";
  const known = SEVERITIES.find((severity) => severity === stated) ?? OTHER_WORDS[stated];
  if (known !== undefined && known !== "unknown") return known;
  if (score === undefined) return "unknown";
  return score >= 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : "low";
}
