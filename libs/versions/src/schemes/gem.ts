import { compareDigits, compareLists, compareText, isDigits, isZero } from "../digits.js";
import { versionScheme } from "../version-scheme.js";

const PATTERN = /^[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/**
 * Versions of Ruby gems, as `Gem::Version` orders them (https://docs.ruby-lang.org/en/master/Gem/Version.html): a part with letters makes a
 * pre-release, which comes before the release; a hyphen is `.pre.`.
 */
export const GEM = versionScheme("gem", read, (a, b) => compareLists(a, b, "0", compareSegments));

function read(text: string): string[] | undefined {
  if (!PATTERN.test(text)) return undefined;
  const segments = text.replaceAll("-", ".pre.").match(/[0-9]+|[a-zA-Z]+/g) ?? [];
  const firstWord = segments.findIndex((segment) => !isDigits(segment));
  if (firstWord < 0) return withoutZerosAtEnd(segments);
  return [...withoutZerosAtEnd(segments.slice(0, firstWord)), ...withoutZerosAtEnd(segments.slice(firstWord))];
}

function withoutZerosAtEnd(segments: string[]): string[] {
  return segments.slice(0, segments.findLastIndex((segment) => !isDigits(segment) || !isZero(segment)) + 1);
}

function compareSegments(a: string, b: string): number {
  if (isDigits(a) !== isDigits(b)) return isDigits(a) ? 1 : -1;
  return isDigits(a) ? compareDigits(a, b) : compareText(a, b);
}
