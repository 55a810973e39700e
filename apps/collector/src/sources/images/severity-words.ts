import { SEVERITIES, type Severity } from "@binnacle/contract";

const OTHER_WORDS: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ["moderate", "medium"],
  ["important", "high"],
  ["negligible", "low"],
  ["info", "low"],
  ["none", "low"],
]);

/** What a scanner calls the severity, in any case. */
export function severityOfWord(word: unknown): Severity {
  const lower = typeof word === "string" ? word.toLowerCase() : "";
  return SEVERITIES.find((severity) => severity === lower) ?? OTHER_WORDS.get(lower) ?? "unknown";
}
