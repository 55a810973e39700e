import { compareDigits, compareLists, compareText, isDigits } from "../digits.js";
import { versionScheme } from "../version-scheme.js";

interface NugetVersion {
  numbers: string[];
  labels: string[] | undefined;
}

const PATTERN = /^v?([0-9]+(?:\.[0-9]+){0,3})(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]*)?$/;

/**
 * Versions of NuGet packages (https://learn.microsoft.com/nuget/concepts/package-versioning): semantic versions with up to four numbers, whose
 * labels are compared regardless of case.
 */
export const NUGET = versionScheme("nuget", read, compare);

function read(text: string): NugetVersion | undefined {
  const parts = PATTERN.exec(text.toLowerCase());
  return parts === null ? undefined : { numbers: parts[1]!.split("."), labels: parts[2]?.split(".") };
}

function compare(a: NugetVersion, b: NugetVersion): number {
  const difference = compareLists(a.numbers, b.numbers, "0", compareDigits);
  if (difference !== 0 || a.labels === b.labels) return difference;
  if (a.labels === undefined || b.labels === undefined) return a.labels === undefined ? 1 : -1;
  return compareLists<string | undefined>(a.labels, b.labels, undefined, compareLabels);
}

function compareLabels(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (isDigits(a) !== isDigits(b)) return isDigits(a) ? -1 : 1;
  return isDigits(a) ? compareDigits(a, b) : compareText(a, b);
}
