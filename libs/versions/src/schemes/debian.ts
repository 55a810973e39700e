import { compareDigits } from "../digits.js";
import { versionScheme } from "../version-scheme.js";

interface DebianVersion {
  epoch: string;
  upstream: string;
  revision: string;
}

const PATTERN = /^(?:([0-9]+):)?([0-9][A-Za-z0-9.+~:-]*?)(?:-([A-Za-z0-9+.~]+))?$/;

/**
 * Versions of Debian packages (https://www.debian.org/doc/debian-policy/ch-controlfields.html#version): epoch, upstream version, revision; in each,
 * text and numbers alternate, letters come before other characters, and `~` before everything, even the end.
 */
export const DEBIAN = versionScheme("debian", read, compare);

function read(text: string): DebianVersion | undefined {
  const parts = PATTERN.exec(text);
  if (parts === null) return undefined;
  const [, epoch = "0", upstream = "", revision = "0"] = parts;
  return { epoch, upstream, revision };
}

function compare(a: DebianVersion, b: DebianVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) || compareParts(a.upstream, b.upstream) || compareParts(a.revision, b.revision)
  );
}

function compareParts(a: string, b: string): number {
  const left = alternating(a);
  const right = alternating(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const compareRuns = index % 2 === 0 ? compareTexts : compareDigits;
    const difference = compareRuns(left[index] ?? "", right[index] ?? "");
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Text, digits, text, digits …, beginning with text, which may be empty. */
function alternating(part: string): string[] {
  return [...part.matchAll(/([^0-9]*)([0-9]*)/g)].flatMap(([, text = "", digits = ""]) => [text, digits]);
}

function compareTexts(a: string, b: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = weight(a[index]) - weight(b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function weight(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === "~") return -1;
  return character.charCodeAt(0) + (/[A-Za-z]/.test(character) ? 0 : 256);
}
