import { compareDigits, compareLists } from "../digits.js";
import { versionScheme } from "../version-scheme.js";

interface ComposerVersion {
  numbers: string[];
  stability: number;
  /** Of the stability: `beta2.1`. */
  stabilityNumbers: string[];
  isDevelopment: boolean;
}

const STABLE = 4;
const STABILITIES: Readonly<Record<string, number>> = {
  alpha: 1,
  a: 1,
  beta: 2,
  b: 2,
  rc: 3,
  stable: STABLE,
  patch: 5,
  pl: 5,
  p: 5,
};
/** What `x` stands for in `1.x-dev`: greater than any number that occurs. */
const WILDCARD = "9999999";

const CLASSIC =
  /^v?([0-9]{1,20}(?:\.(?:[0-9]{1,20}|x(?=[.-]|$)|\*))*)(?:[._-]?(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9]+)*))?([.-]?dev)?$/;

/**
 * Versions of Composer packages, as composer/semver normalises them (https://getcomposer.org/doc/articles/versions.md): `dev < alpha < beta < RC <
 * stable < patch`. A branch, such as `dev-main`, is no version.
 */
export const COMPOSER = versionScheme("composer", read, compare);

function read(text: string): ComposerVersion | undefined {
  const parts = CLASSIC.exec(text.toLowerCase().replace(/\+[^\s]*$/, ""));
  if (parts === null) return undefined;
  const [, numbers = "", word, after = "", development] = parts;
  const stability = word === undefined ? STABLE : STABILITIES[word]!;
  return {
    numbers: numbers.split(".").map((part) => (part === "x" || part === "*" ? WILDCARD : part)),
    stability,
    stabilityNumbers: stability === STABLE ? [] : (after.match(/[0-9]+/g) ?? []),
    isDevelopment: development !== undefined,
  };
}

function compare(a: ComposerVersion, b: ComposerVersion): number {
  return (
    compareLists(a.numbers, b.numbers, "0", compareDigits) ||
    Number(isBareDevelopment(b)) - Number(isBareDevelopment(a)) ||
    a.stability - b.stability ||
    compareLists<string | undefined>(a.stabilityNumbers, b.stabilityNumbers, undefined, compareOptional) ||
    Number(b.isDevelopment) - Number(a.isDevelopment)
  );
}

/** `1.0-dev` comes before everything that is called 1.0; `1.0-RC1-dev` directly before `1.0-RC1`. */
function isBareDevelopment({ isDevelopment, stability }: ComposerVersion): boolean {
  return isDevelopment && stability === STABLE;
}

function compareOptional(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareDigits(a, b);
}
