import { compareDigits, compareText, isDigits } from "../digits.js";
import { versionScheme } from "../version-scheme.js";

interface RpmVersion {
  epoch: string;
  version: string;
  release: string | undefined;
}

/**
 * Versions of RPM packages, `epoch:version-release` (https://rpm-software-management.github.io/rpm/man/rpm-version.7): runs of digits and of letters;
 * digits come after letters, `~` before everything, `^` after the end and before everything else.
 */
export const RPM = versionScheme("rpm", read, compare);

function read(text: string): RpmVersion | undefined {
  const parts = /^(?:([0-9]+):)?([A-Za-z0-9._+~^]+)(?:-([A-Za-z0-9._+~^]+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, epoch = "0", version = "", release] = parts;
  return { epoch, version, release };
}

function compare(a: RpmVersion, b: RpmVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    comparePart(a.version, b.version) ||
    comparePart(a.release ?? "", b.release ?? "")
  );
}

function comparePart(a: string, b: string): number {
  const left = tokens(a);
  const right = tokens(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = compareTokens(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function tokens(part: string): string[] {
  return part.match(/[0-9]+|[A-Za-z]+|[~^]/g) ?? [];
}

function compareTokens(a: string | undefined, b: string | undefined): number {
  const kinds = kind(a) - kind(b);
  if (kinds !== 0 || a === undefined || b === undefined) return kinds;
  return isDigits(a) ? compareDigits(a, b) : compareText(a, b);
}

/** Least to greatest: tilde, end, caret, letters, digits. */
function kind(token: string | undefined): number {
  if (token === undefined) return 1;
  if (token === "~") return 0;
  if (token === "^") return 2;
  return isDigits(token) ? 4 : 3;
}
