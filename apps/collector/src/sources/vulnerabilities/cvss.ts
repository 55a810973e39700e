import cvss from "ae-cvss-calculator";
import type { Severity } from "@binnacle/contract";

type Metrics = Readonly<Record<string, string>>;

const V2: Metrics = { AV: "LAN", AC: "HML", Au: "MSN", C: "NPC", I: "NPC", A: "NPC" };
const V3: Metrics = { AV: "NALP", AC: "LH", PR: "NLH", UI: "NR", S: "UC", C: "NLH", I: "NLH", A: "NLH" };
const V4_REACH: Metrics = { AV: "NALP", AC: "LH", AT: "NP", PR: "NLH", UI: "NPA" };
const V4_IMPACT: Metrics = { VC: "HLN", VI: "HLN", VA: "HLN", SC: "HLN", SI: "HLN", SA: "HLN" };
const V4: Metrics = { ...V4_REACH, ...V4_IMPACT };

/**
 * The base score of a CVSS vector of version 2, 3.0, 3.1 or 4.0, by the formulas of https://www.first.org/cvss/. Threat and environmental metrics
 * are left out: they speak of somebody else's environment. `undefined`: it is no vector that states every base metric once.
 */
export function cvssBaseScore(vector: string): number | undefined {
  const [, version = "2.0", metrics = ""] = /^(?:CVSS:(3\.0|3\.1|4\.0)\/)?\(?([^()]*)\)?$/.exec(vector) ?? [];
  const base = baseMetrics(metrics, version === "4.0" ? V4 : version === "2.0" ? V2 : V3);
  if (base === undefined) return undefined;
  if (version === "2.0") return new cvss.Cvss2(base).calculateScores(false).base;
  if (version === "3.0") return new cvss.Cvss3P0(`CVSS:3.0/${base}`).calculateScores(false).base;
  if (version === "3.1") return new cvss.Cvss3P1(`CVSS:3.1/${base}`).calculateScores(false).base;
  return new cvss.Cvss4P0(`CVSS:4.0/${base}`).calculateScores(false).base;
}

/** The qualitative rating scale of CVSS v3 and v4. A score of 0, "none", is low: somebody recorded it all the same. */
export function severityOfScore(score: number): Severity {
  return score >= 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : "low";
}

/** The vector of the base metrics alone. The calculator takes what is missing or unknown for an error of the program. */
function baseMetrics(metrics: string, known: Metrics): string | undefined {
  const stated = metrics.split("/").map((metric) => metric.split(":", 2) as [string, string?]);
  const base = stated.filter(([name]) => Object.hasOwn(known, name));
  const isComplete = Object.entries(known).every(([name, values]) => {
    const [one, another] = base.filter(([stated]) => stated === name);
    return another === undefined && one?.[1]?.length === 1 && values.includes(one[1]);
  });
  return isComplete ? base.map((metric) => metric.join(":")).join("/") : undefined;
}
